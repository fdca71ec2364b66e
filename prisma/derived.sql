-- What Prisma cannot model: full text, its triggers, expression and partial indexes. Idempotent; dropped before pending
-- migrations (which would lose or trip over it) and laid again after them, or when this file changes.

DROP TABLE IF EXISTS TicketSearch;
DROP TABLE IF EXISTS SearchDirty;

-- The tickets whose full-text row is out of date; empty between transactions.
CREATE TABLE SearchDirty (ticketId INTEGER PRIMARY KEY) WITHOUT ROWID;

-- One row a ticket. Replies and notes apart, because clients search the one and never the other.
CREATE VIRTUAL TABLE TicketSearch USING fts5 (
  title, description, people, tags, links, files, replies, notes,
  content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
-- Each write brings a piece of its own; merged eight at a time rather than four, they cost a tenth less.
INSERT INTO TicketSearch (TicketSearch, rank) VALUES ('automerge', 8);

CREATE TRIGGER SearchTicketInsert AFTER INSERT ON Ticket BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.id); END;
CREATE TRIGGER SearchTicketUpdate AFTER UPDATE OF title, description, notes, requesterId ON Ticket BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.id); END;
CREATE TRIGGER SearchTicketDelete AFTER DELETE ON Ticket BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (OLD.id); END;
CREATE TRIGGER SearchUpdateInsert AFTER INSERT ON "Update" WHEN NEW.kind <> 'system' BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.ticketId); END;
CREATE TRIGGER SearchUpdateUpdate AFTER UPDATE OF body, removedAt, kind ON "Update" BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.ticketId); END;
CREATE TRIGGER SearchUpdateDelete AFTER DELETE ON "Update" BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (OLD.ticketId); END;
CREATE TRIGGER SearchUpdateMove AFTER UPDATE OF ticketId ON "Update" WHEN NEW.ticketId <> OLD.ticketId BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (OLD.ticketId), (NEW.ticketId); END;
CREATE TRIGGER SearchLinkMove AFTER UPDATE OF ticketId ON TicketLink WHEN NEW.ticketId <> OLD.ticketId BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (OLD.ticketId), (NEW.ticketId); END;
CREATE TRIGGER SearchFileMove AFTER UPDATE OF ticketId, updateId ON Attachment WHEN OLD.ticketId IS NOT NULL AND NEW.ticketId IS NOT NULL BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (OLD.ticketId), (NEW.ticketId); END;
CREATE TRIGGER SearchTagInsert AFTER INSERT ON TicketTag BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.ticketId); END;
CREATE TRIGGER SearchTagDelete AFTER DELETE ON TicketTag BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (OLD.ticketId); END;
CREATE TRIGGER SearchTagRename AFTER UPDATE OF name ON Tag BEGIN INSERT OR IGNORE INTO SearchDirty SELECT ticketId FROM TicketTag WHERE tagId = NEW.id; END;
CREATE TRIGGER SearchLinkInsert AFTER INSERT ON TicketLink BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.ticketId); END;
CREATE TRIGGER SearchLinkUpdate AFTER UPDATE OF url, label ON TicketLink BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.ticketId); END;
CREATE TRIGGER SearchLinkDelete AFTER DELETE ON TicketLink BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (OLD.ticketId); END;
CREATE TRIGGER SearchWatcherInsert AFTER INSERT ON Watcher BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.ticketId); END;
CREATE TRIGGER SearchWatcherDelete AFTER DELETE ON Watcher BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (OLD.ticketId); END;
CREATE TRIGGER SearchFileInsert AFTER INSERT ON Attachment WHEN NEW.ticketId IS NOT NULL BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.ticketId); END;
CREATE TRIGGER SearchFileDelete AFTER DELETE ON Attachment WHEN OLD.ticketId IS NOT NULL BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (OLD.ticketId); END;
CREATE TRIGGER SearchPersonRename AFTER UPDATE OF name, email ON Person BEGIN
  INSERT OR IGNORE INTO SearchDirty SELECT id FROM Ticket WHERE requesterId = NEW.id;
  INSERT OR IGNORE INTO SearchDirty SELECT ticketId FROM Watcher WHERE personId = NEW.id;
END;
CREATE TRIGGER SearchFieldInsert AFTER INSERT ON FieldValue WHEN NEW.ticketId IS NOT NULL BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.ticketId); END;
CREATE TRIGGER SearchFieldUpdate AFTER UPDATE OF text ON FieldValue WHEN NEW.ticketId IS NOT NULL BEGIN INSERT OR IGNORE INTO SearchDirty VALUES (NEW.ticketId); END;
-- What is purged was removed before, and with that left the full text.
CREATE TRIGGER SearchFieldDelete AFTER DELETE ON FieldValue WHEN OLD.ticketId IS NOT NULL AND EXISTS (SELECT 1 FROM Field WHERE id = OLD.fieldId AND removedAt IS NULL) BEGIN
  INSERT OR IGNORE INTO SearchDirty VALUES (OLD.ticketId);
END;
CREATE TRIGGER SearchFieldOpen AFTER UPDATE OF visibleTo, removedAt ON Field WHEN NEW.visibleTo IS NOT OLD.visibleTo OR (NEW.removedAt IS NULL) <> (OLD.removedAt IS NULL) BEGIN
  INSERT OR IGNORE INTO SearchDirty SELECT ticketId FROM FieldValue WHERE fieldId = NEW.id AND ticketId IS NOT NULL;
END;

-- The tickets in which nobody has replied yet: few, and what is not there no index leads to.
DROP TABLE IF EXISTS Unreplied;
CREATE TABLE Unreplied (ticketId INTEGER PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER UnrepliedTicketInsert AFTER INSERT ON Ticket BEGIN INSERT OR IGNORE INTO Unreplied VALUES (NEW.id); END;
CREATE TRIGGER UnrepliedTicketDelete AFTER DELETE ON Ticket BEGIN DELETE FROM Unreplied WHERE ticketId = OLD.id; END;
CREATE TRIGGER UnrepliedReplyInsert AFTER INSERT ON "Update" WHEN NEW.kind = 'reply' AND NEW.removedAt IS NULL BEGIN
  DELETE FROM Unreplied WHERE ticketId = NEW.ticketId;
END;
CREATE TRIGGER UnrepliedReplyUpdate AFTER UPDATE OF kind, removedAt, ticketId ON "Update" WHEN OLD.kind = 'reply' OR NEW.kind = 'reply' BEGIN
  INSERT OR IGNORE INTO Unreplied VALUES (OLD.ticketId), (NEW.ticketId);
  DELETE FROM Unreplied WHERE ticketId IN (OLD.ticketId, NEW.ticketId)
    AND EXISTS (SELECT 1 FROM "Update" u WHERE u.ticketId = Unreplied.ticketId AND u.kind = 'reply' AND u.removedAt IS NULL);
END;
CREATE TRIGGER UnrepliedReplyDelete AFTER DELETE ON "Update" WHEN OLD.kind = 'reply' BEGIN
  INSERT OR IGNORE INTO Unreplied SELECT id FROM Ticket t WHERE id = OLD.ticketId
    AND NOT EXISTS (SELECT 1 FROM "Update" u WHERE u.ticketId = t.id AND u.kind = 'reply' AND u.removedAt IS NULL);
END;
INSERT INTO Unreplied SELECT id FROM Ticket t
  WHERE NOT EXISTS (SELECT 1 FROM "Update" u WHERE u.ticketId = t.id AND u.kind = 'reply' AND u.removedAt IS NULL);

-- The median of the latest first replies, on the board.
DROP INDEX IF EXISTS Ticket_first_reply;
CREATE INDEX Ticket_first_reply ON Ticket (firstRespondedAt, createdAt) WHERE firstRespondedAt IS NOT NULL;

-- People by the beginning of any word of what they are known by. Names and addresses are folded; phones are as typed.
DROP TABLE IF EXISTS PersonSearch;
CREATE VIRTUAL TABLE PersonSearch USING fts5 (
  name, email, phone, company, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER PersonSearchInsert AFTER INSERT ON Person BEGIN
  INSERT INTO PersonSearch (rowid, name, email, phone, company) VALUES (NEW.id, NEW.nameKey, NEW.emailKey, NEW.phone, NEW.company);
END;
CREATE TRIGGER PersonSearchUpdate AFTER UPDATE OF nameKey, emailKey, phone, company ON Person BEGIN
  DELETE FROM PersonSearch WHERE rowid = OLD.id;
  INSERT INTO PersonSearch (rowid, name, email, phone, company) VALUES (NEW.id, NEW.nameKey, NEW.emailKey, NEW.phone, NEW.company);
END;
CREATE TRIGGER PersonSearchDelete AFTER DELETE ON Person BEGIN DELETE FROM PersonSearch WHERE rowid = OLD.id; END;
INSERT INTO PersonSearch (rowid, name, email, phone, company) SELECT id, nameKey, emailKey, phone, company FROM Person;

-- What a search may ask for and few tickets hold.
DROP INDEX IF EXISTS Ticket_type;
CREATE INDEX Ticket_type ON Ticket (type COLLATE NOCASE);
DROP INDEX IF EXISTS Ticket_category;
CREATE INDEX Ticket_category ON Ticket (category COLLATE NOCASE);
DROP INDEX IF EXISTS Ticket_component;
CREATE INDEX Ticket_component ON Ticket (component COLLATE NOCASE);
DROP INDEX IF EXISTS Ticket_job;
CREATE INDEX Ticket_job ON Ticket (jobNumber COLLATE NOCASE);
DROP INDEX IF EXISTS Ticket_resolved;
CREATE INDEX Ticket_resolved ON Ticket (resolvedAt);
DROP INDEX IF EXISTS Ticket_closed;
CREATE INDEX Ticket_closed ON Ticket (closedAt);
-- What rests, by when it wakes; few at any time.
DROP INDEX IF EXISTS Ticket_snoozed;
CREATE INDEX Ticket_snoozed ON Ticket (snoozedUntil) WHERE snoozedUntil IS NOT NULL;

-- What is on the board is asked for all day, by anything and in any order; it is little, so one index holds all of that.
DROP INDEX IF EXISTS Ticket_board;
CREATE INDEX Ticket_board ON Ticket (
  overdueAt, priorityRank, updatedAt, stage3At, stage2At, stage1At, section, assigneeId, requesterId, siteId, status,
  statusKind, priority, dueAt, createdAt, resolvedAt, projectId, sourceId, snoozedUntil, type, category, component,
  jobNumber, closedAt, mergedIntoId
) WHERE section > 0 OR overdueAt IS NOT NULL;
-- The same of all tickets, by their last update: a quarter of the table, for what many of them hold.
DROP INDEX IF EXISTS Ticket_facts;
CREATE INDEX Ticket_facts ON Ticket (
  updatedAt, section, status, statusKind, priorityRank, type, category, component, assigneeId, requesterId, siteId,
  projectId, sourceId, dueAt, createdAt, resolvedAt, closedAt, overdueAt, stage1At, stage2At, stage3At, snoozedUntil,
  mergedIntoId, jobNumber
);

-- Templates and canned replies, by name.
DROP INDEX IF EXISTS Template_by_name;
CREATE INDEX Template_by_name ON Template (kind, name COLLATE NOCASE, id);

-- A unique index takes two drafts without a ticket for different ones; a person has one of each kind.
DROP INDEX IF EXISTS Draft_without_ticket;
CREATE UNIQUE INDEX Draft_without_ticket ON Draft (personId, kind) WHERE ticketId IS NULL;

INSERT OR IGNORE INTO SearchDirty SELECT id FROM Ticket;
