/**
 * A database of another shape than the real one: half upgraded (users and permissions of 6.4, tickets of before the day on
 * which they are due), flags of before 2011 (1 no, 2 yes), and UTF-8 in columns that say latin1.
 */
export const ODD = `
CREATE TABLE core_user (id int, username varchar(50), displayName varchar(190), email varchar(100), enabled tinyint);
INSERT INTO core_user VALUES (1,'boss','The Boss','boss@example.org',1), (2,'anna','Anna Agent','anna@example.org',1),
  (3,'carl','Carl Customer','carl@example.net',1), (4,'gone','Gone Girl','',0);
CREATE TABLE go_users (id int, username varchar(50), first_name varchar(50), email varchar(100), enabled tinyint);
INSERT INTO go_users VALUES (1,'stale','Stale','stale@example.org',1);
CREATE TABLE core_group (id int, name varchar(100), isUserGroupFor int NULL);
INSERT INTO core_group VALUES (1,'Beheerders',NULL), (2,'Iedereen',NULL), (3,'Intern',NULL), (4,'Helpers',NULL), (12,'anna',2);
CREATE TABLE core_user_group (userId int, groupId int);
INSERT INTO core_user_group VALUES (1,1), (2,3), (2,4), (3,2);
CREATE TABLE core_acl_group (aclId int, groupId int, level int);
INSERT INTO core_acl_group VALUES (50,4,50), (50,2,30), (51,12,50), (51,2,10);
CREATE TABLE go_acl (acl_id int, user_id int, group_id int, level int);
INSERT INTO go_acl VALUES (50,3,0,50);
CREATE TABLE addressbook_email_address (id int, contactId int, type varchar(20), email varchar(100));
INSERT INTO addressbook_email_address VALUES (1,4,'work','Contact@Example.com');
CREATE TABLE ti_types (id int, name varchar(100), description varchar(255), acl_id int, type_group_id int NULL, show_statuses varchar(100) NULL, show_from_others tinyint);
INSERT INTO ti_types VALUES (1,'Fault',NULL,50,1,'5',0), (2,' ',NULL,51,8,NULL,1);
CREATE TABLE ti_type_groups (id int, name varchar(50), sort_index int);
INSERT INTO ti_type_groups VALUES (1,'Desk',3);
CREATE TABLE ti_statuses (id int, name varchar(100), type_id int NULL);
INSERT INTO ti_statuses VALUES (5,'Waiting',NULL), (6,'Testing',2);
CREATE TABLE ti_groups (id int, name varchar(50), acl_id int, company_id int);
INSERT INTO ti_groups VALUES (1,'ACME people',9,0);
CREATE TABLE ti_templates (id int, name varchar(100), content text, autoreply tinyint);
INSERT INTO ti_templates VALUES (1,'Greeting','Good day',0), (2,'Reply','Got it',1);
CREATE TABLE ti_tickets (id int PRIMARY KEY, ticket_number varchar(16) NULL, ticket_verifier int, priority int, status_id int, type_id int, user_id int,
  agent_id int, contact_id int NULL, company varchar(100), first_name varchar(50), middle_name varchar(100), last_name varchar(50), email varchar(100),
  phone varchar(50), subject varchar(400), ctime int, mtime int, muser_id int, unseen int, group_id int, order_id int, cc_addresses varchar(1024));
INSERT INTO ti_tickets VALUES
  (1,'201800001',12345678,2,5,1,2,2,NULL,'ACME','Ann','','Other','ann@example.net','555','Odd',1500000000,1500000100,2,1,1,9,
   'Bea <Bea@Example.net>; broken@; carl@example.net'),
  (2,'201800002',0,7,99,9,3,77,NULL,'','','','','','','',1500000200,0,0,0,0,0,''),
  (3,NULL,5,1,0,2,0,4,4,'','Con','','Tact','nobody','','${'x'.repeat(300)}',0,1500000400,0,0,0,0,'');
CREATE TABLE ti_tickets_custom_fields (id int, Machine varchar(190));
INSERT INTO ti_tickets_custom_fields VALUES (1,'Press'), (2,'');
CREATE TABLE core_entity (id int, name varchar(50));
INSERT INTO core_entity VALUES (7,'Ticket');
CREATE TABLE core_link (id int, fromEntityTypeId int, fromId int, toEntityTypeId int, toId int);
INSERT INTO core_link VALUES (1,7,1,3,3), (2,3,3,7,1);
CREATE TABLE ti_messages (id int PRIMARY KEY, ticket_id int, status_id int, type_id int, has_status tinyint, has_type tinyint, content text NULL,
  attachments text NULL, is_note tinyint, user_id int, ctime int, mtime int, rate_amount double, rate_hours double, rate_name varchar(50),
  rate_cost_code varchar(50) NULL) DEFAULT CHARSET latin1;
INSERT INTO ti_messages VALUES
  (1,1,0,0,1,1,CONVERT(x'5a6fc3ab20697320636166c3a9' USING latin1),NULL,1,0,1500000000,1500000000,0,0,'',NULL),
  (2,1,5,0,2,1,'',NULL,1,2,1500000010,1500000010,80,1.5,'Hour','C1'),
  (3,1,0,0,1,1,'Between us',NULL,2,2,1500000020,1500000999,80,0.25,'Hour',NULL),
  (4,1,-1,2,2,2,'Done',NULL,1,2,1500000030,1500000030,0,0,'',NULL),
  (5,2,0,0,1,1,'Who am I?',NULL,1,88,1500000210,1500000210,0,0,'',NULL),
  (6,3,0,0,1,1,'  ',NULL,1,0,0,0,0,0,'',NULL),
  (7,99,0,0,1,1,'Lost',NULL,1,0,1500000000,1500000000,0,0,'',NULL);
`;

/** Many more tickets, each with two messages. */
export const MANY = `
INSERT INTO ti_tickets (id, ticket_number, ticket_verifier, priority, status_id, type_id, user_id, agent_id, company, first_name, middle_name, last_name,
  email, phone, subject, ctime, mtime, muser_id, unseen, group_id, order_id, cc_addresses)
  SELECT 1000 + n.i, CONCAT('20190', 1000 + n.i), 1, 1, 0, 1, 0, 2, '', 'Many', '', '', CONCAT('many', n.i % 50, '@example.net'), '', CONCAT('Many ', n.i),
    1550000000 + n.i, 1550000000 + n.i, 0, 0, 0, 0, '' FROM (SELECT seq AS i FROM seq_1_to_250) n;
INSERT INTO ti_messages (id, ticket_id, status_id, type_id, has_status, has_type, content, is_note, user_id, ctime, mtime, rate_amount, rate_hours, rate_name)
  SELECT 10000 + n.i, 1000 + CEIL(n.i / 2), 0, 0, 1, 1, CONCAT('Message ', n.i), 1, IF(n.i % 2, 0, 2), 1550000000 + n.i, 1550000000 + n.i, 0, 0, ''
    FROM (SELECT seq AS i FROM seq_1_to_500) n;
`;
