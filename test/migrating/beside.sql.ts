/** Files and links of the tickets in ODD. */
export const BESIDE = `
ALTER TABLE ti_tickets ADD files_folder_id int NOT NULL DEFAULT 0;
UPDATE ti_tickets SET files_folder_id = 100 + id;
CREATE TABLE fs_folders (id int PRIMARY KEY, parent_id int, name varchar(255));
INSERT INTO fs_folders VALUES (1,0,'tickets'), (2,1,'0-Fault'), (101,2,'201800001'), (111,101,'Photos'), (102,2,'201800002'), (103,2,'..'),
  (112,111,'Old: 2018');
CREATE TABLE fs_files (id int PRIMARY KEY, folder_id int, name varchar(255), size int, mtime int);
INSERT INTO fs_files VALUES (11,101,'secret.txt',6,1500000021), (12,101,'order, final.pdf',5,1500000001), (13,111,'photo.jpg',5,1500000031),
  (14,101,'Notes.md',4,1500000041), (15,112,'deep.txt',4,1500000051), (16,101,'gone.txt',1,1500000001), (17,101,'link.txt',1,1500000001),
  (18,103,'escape.txt',1,1500000001), (19,101,'folder',1,1500000001), (20,102,'same.txt',4,1500000061), (21,101,'NOTES.md',7,1500000041),
  (22,101,'inside.txt',4,1500000001);
UPDATE ti_messages SET attachments = 'order, final.pdf' WHERE id = 1;
UPDATE ti_messages SET attachments = '11' WHERE id = 3;
UPDATE ti_messages SET attachments = 'tickets/0-Fault/201800001/Photos/photo.jpg;old/secret.txt,12' WHERE id = 4;
INSERT INTO core_entity VALUES (3,'Company'), (4,'Contact'), (5,'User');
ALTER TABLE core_link ADD description varchar(190), ADD createdAt datetime;
INSERT INTO core_link VALUES (3,7,2,7,1,'Same printer','2018-05-01 10:00:00'), (4,7,1,7,2,'Same printer','2018-05-01 10:00:00'),
  (5,4,4,7,3,'Asked on the phone','2018-05-02 10:00:00'), (6,7,1,7,99,'','2018-05-01 10:00:00'), (7,7,1,5,3,'',NULL), (8,7,2,4,77,'','2018-05-01 10:00:00');
`;

/** The same links as a system of before 6.3 has them: a table for each model, and types by number. */
export const LINKS_OF_BEFORE = `
DROP TABLE core_link;
CREATE TABLE go_model_types (id int, model_name varchar(100));
INSERT INTO go_model_types VALUES (10,'GO\\\\Tickets\\\\Model\\\\Ticket'), (11,'GO_Addressbook_Model_Contact'), (12,'GO\\\\Addressbook\\\\Model\\\\Company');
CREATE TABLE go_links_ti_tickets (id int, folder_id int, model_id int, model_type_id int, description varchar(100), ctime int);
INSERT INTO go_links_ti_tickets VALUES (1,0,2,10,'Same printer',1525168800), (2,0,1,10,'Same printer',1525168800), (1,0,9,12,'',1525168800);
CREATE TABLE go_links_ab_contacts (id int, folder_id int, model_id int, model_type_id int, description varchar(100), ctime int);
INSERT INTO go_links_ab_contacts VALUES (4,0,3,10,'Asked on the phone',1525255200), (9,0,1,11,'no ticket',1525255200);
CREATE TABLE go_links_ab_companies (id int, folder_id int, model_id int, model_type_id int, description varchar(100), ctime int);
INSERT INTO go_links_ab_companies VALUES (9,0,1,10,'',1525168800);
`;
