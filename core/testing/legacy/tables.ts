/**
 * The tables of Group-Office 6.2 that tickets have to do with, as far as anybody reads them. Messages are stored as latin1,
 * as in databases that have been upgraded for years; so any bytes can be in them.
 */
export const TABLES = `
CREATE TABLE go_users (id int PRIMARY KEY, username varchar(50), first_name varchar(50), middle_name varchar(50), last_name varchar(100),
  email varchar(100), enabled tinyint);
CREATE TABLE go_groups (id int PRIMARY KEY, name varchar(100), user_id int);
CREATE TABLE go_users_groups (group_id int, user_id int, PRIMARY KEY (group_id, user_id));
CREATE TABLE go_acl (acl_id int, user_id int, group_id int, level int, PRIMARY KEY (acl_id, user_id, group_id));
CREATE TABLE ab_contacts (id int PRIMARY KEY, first_name varchar(50), last_name varchar(50), email varchar(100), company_id int);
CREATE TABLE ti_type_groups (id int PRIMARY KEY, name varchar(50), sort_index int);
CREATE TABLE ti_types (id int PRIMARY KEY, name varchar(100), description varchar(255), user_id int, acl_id int, show_statuses varchar(100),
  show_from_others tinyint, files_folder_id int, custom_sender_field tinyint, sender_name varchar(64), publish_on_site tinyint,
  type_group_id int NULL, search_cache_acl_id int);
CREATE TABLE ti_statuses (id int PRIMARY KEY, name varchar(100), user_id int);
CREATE TABLE ti_groups (id int PRIMARY KEY, name varchar(50), acl_id int, company_id int);
CREATE TABLE ti_rates (id int PRIMARY KEY, name varchar(50), amount double, company_id int, cost_code varchar(50));
CREATE TABLE ti_templates (id int PRIMARY KEY, name varchar(100), content text, user_id int, autoreply tinyint, default_template tinyint,
  ticket_created_for_client tinyint, ticket_mail_for_agent tinyint, ticket_claim_notification tinyint);
CREATE TABLE ti_settings (id int PRIMARY KEY, from_email varchar(100), expire_days int, allow_anonymous tinyint);
CREATE TABLE ti_tickets (id int PRIMARY KEY AUTO_INCREMENT, ticket_number varchar(16) NULL, ticket_verifier int NOT NULL DEFAULT 0,
  priority int NOT NULL DEFAULT 1, status_id int NOT NULL DEFAULT 0, type_id int NOT NULL DEFAULT 0, user_id int NOT NULL DEFAULT 0,
  agent_id int NOT NULL DEFAULT 0, contact_id int NULL, company varchar(100) NOT NULL DEFAULT '', first_name varchar(50) NOT NULL DEFAULT '',
  middle_name varchar(100) NOT NULL DEFAULT '', last_name varchar(50) NOT NULL DEFAULT '', email varchar(100) NOT NULL DEFAULT '',
  phone varchar(50) NOT NULL DEFAULT '', subject varchar(400) NOT NULL, ctime int NOT NULL DEFAULT 0, mtime int NOT NULL DEFAULT 0,
  muser_id int NOT NULL DEFAULT 0, files_folder_id int NOT NULL DEFAULT 0, unseen int NOT NULL DEFAULT 1, group_id int NOT NULL DEFAULT 0,
  order_id int NOT NULL DEFAULT 0, last_response_time int NOT NULL DEFAULT 0, cc_addresses varchar(1024) NOT NULL DEFAULT '',
  cuser_id int NOT NULL DEFAULT 0, due_date int NULL, KEY type_id (type_id)) DEFAULT CHARSET utf8mb4;
CREATE TABLE ti_messages (id int PRIMARY KEY AUTO_INCREMENT, ticket_id int NOT NULL, status_id int NOT NULL DEFAULT 0,
  type_id int NOT NULL DEFAULT 0, has_status tinyint NOT NULL DEFAULT 0, has_type tinyint NOT NULL DEFAULT 0, content text NULL,
  attachments varchar(500) NOT NULL DEFAULT '', is_note tinyint NOT NULL DEFAULT 0, user_id int NOT NULL DEFAULT 0, ctime int NOT NULL,
  mtime int NOT NULL, rate_id int NOT NULL DEFAULT 0, rate_amount double NOT NULL DEFAULT 0, rate_hours double NOT NULL DEFAULT 0,
  rate_name varchar(50) NOT NULL DEFAULT '', rate_cost_code varchar(50) NULL, template_id int NULL) DEFAULT CHARSET latin1;
CREATE TABLE fs_folders (id int PRIMARY KEY, parent_id int, name varchar(190), acl_id int);
CREATE TABLE fs_files (id int PRIMARY KEY, folder_id int, name varchar(190), size int, mtime int, ctime int, extension varchar(20));
CREATE TABLE go_links_ti_tickets (id int, folder_id int, model_id int, model_type_id int, description varchar(100), ctime int,
  PRIMARY KEY (id, model_id, model_type_id));
CREATE TABLE cf_ti_tickets (model_id int PRIMARY KEY, col_49 varchar(50));
`;

/** The people of the source: who passes everywhere, who works on tickets, and who has some. */
export const AGENTS = [2, 3, 4] as const;
export const CUSTOMERS = [10, 11, 12, 13, 14, 15, 16, 17] as const;
export const CONTACTS = 40;
/** Types of which each has some tickets; statuses between open and closed; none of either is among those that are gone. */
export const TYPES = [1, 2, 3] as const;
export const STATUSES = [1, 2, 3] as const;
export const [GONE_TYPE, GONE_STATUS, GONE_USER, GONE_GROUP] = [9, 99, 777, 77];

const rows = (numbers: readonly number[], row: (n: number) => string): string => numbers.map(row).join(', ');
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);

/** What is there once: people, types, and what tickets have beside their messages. */
export const DESK = `
INSERT INTO go_users VALUES (1, 'boss', 'The', '', 'Boss', 'boss@example.org', 1), ${rows(AGENTS, (n) => `(${String(n)}, 'agent${String(n)}', 'Agent', '', '${String(n)}', 'agent${String(n)}@example.org', 1)`)},
  ${rows(CUSTOMERS, (n) => `(${String(n)}, 'customer${String(n)}', 'Customer', 'van', '${String(n)}', 'customer${String(n)}@example.net', 1)`)};
INSERT INTO go_groups VALUES (1, 'Admins', 1), (2, 'Everyone', 1), (3, 'Internal', 1), (4, 'Second level', 1);
INSERT INTO go_users_groups VALUES (1, 1), (4, 3), (4, 4), ${rows([...AGENTS, ...CUSTOMERS], (n) => `(2, ${String(n)})`)};
INSERT INTO go_acl VALUES (51, 0, 2, 30), (51, 2, 0, 50), (52, 0, 4, 50), (52, 10, 0, 30), (52, 11, 0, 10), (53, 2, 0, 50), (53, 0, 2, 30);
INSERT INTO ab_contacts VALUES ${rows(upTo(CONTACTS), (n) => `(${String(n)}, 'Contact', '${String(n)}', 'Contact${String(n)}@Example.com', 0)`)};
INSERT INTO ti_type_groups VALUES (1, 'Desk', 2), (2, 'Sales ', 1);
INSERT INTO ti_types VALUES (1, 'Fault', 'What is broken', 1, 51, '', 0, 0, 0, '', 1, 1, 0),
  (2, 'Order', '', 1, 52, '1,2', 0, 0, 1, 'Order desk', 0, 2, 0), (3, ' Café\\n☕ ', '', 1, 53, '', 1, 0, 0, '', 0, 8, 0);
INSERT INTO ti_statuses VALUES (1, 'In progress', 1), (2, 'Not resolved', 1), (3, 'Waiting', 1);
INSERT INTO ti_groups VALUES (1, 'ACME people', 60, 0), (2, 'Others', 61, 5);
INSERT INTO ti_rates VALUES (1, 'Hour', 80, 0, 'C1');
INSERT INTO ti_templates VALUES (1, 'Greeting', 'Good day {CREATEDBY}, {MESSAGE} {contact:salutation}', 1, 0, 0, 0, 0, 0), (2, 'Receipt', 'We have it', 1, 1, 0, 0, 0, 0);
INSERT INTO ti_settings VALUES (1, 'desk@example.org', 14, 1);
`;
