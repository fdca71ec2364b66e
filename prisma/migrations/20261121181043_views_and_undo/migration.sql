-- DropIndex
DROP INDEX "Ticket_section_updatedAt_idx";

-- AlterTable
ALTER TABLE "Recurrence" ADD COLUMN "lastError" TEXT;
ALTER TABLE "Recurrence" ADD COLUMN "ticketId" INTEGER;

-- AlterTable
ALTER TABLE "Template" ADD COLUMN "shortcut" TEXT;

-- AlterTable
ALTER TABLE "View" ADD COLUMN "direction" TEXT;
ALTER TABLE "View" ADD COLUMN "grouping" TEXT;
ALTER TABLE "View" ADD COLUMN "sort" TEXT;

-- CreateTable
CREATE TABLE "HeldReply" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ticketId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "form" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "leavesAt" DATETIME NOT NULL,
    CONSTRAINT "HeldReply_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "HeldReply_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UndoStep" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "undoId" INTEGER NOT NULL,
    "ticketId" INTEGER NOT NULL,
    "data" TEXT NOT NULL,
    CONSTRAINT "UndoStep_undoId_fkey" FOREIGN KEY ("undoId") REFERENCES "Undo" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "UndoStep_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- By hand: Attachment and Person are widened in place rather than built anew.
ALTER TABLE "Attachment" ADD COLUMN "heldReplyId" INTEGER REFERENCES "HeldReply" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Person" ADD COLUMN "listing" TEXT NOT NULL DEFAULT '{}';

-- Nothing was written here yet.
DROP TABLE "Undo";
CREATE TABLE "Undo" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "personId" INTEGER,
    "label" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "undoneAt" DATETIME
);

-- CreateIndex
CREATE INDEX "Attachment_heldReplyId_idx" ON "Attachment"("heldReplyId");

-- CreateIndex
CREATE INDEX "Undo_expiresAt_idx" ON "Undo"("expiresAt");

-- CreateIndex
CREATE INDEX "HeldReply_leavesAt_idx" ON "HeldReply"("leavesAt");

-- CreateIndex
CREATE INDEX "HeldReply_ticketId_idx" ON "HeldReply"("ticketId");

-- CreateIndex
CREATE INDEX "HeldReply_personId_idx" ON "HeldReply"("personId");

-- CreateIndex
CREATE INDEX "UndoStep_undoId_idx" ON "UndoStep"("undoId");

-- CreateIndex
CREATE INDEX "UndoStep_ticketId_idx" ON "UndoStep"("ticketId");

-- CreateIndex
CREATE INDEX "Ticket_section_updatedAt_siteId_assigneeId_requesterId_idx" ON "Ticket"("section", "updatedAt", "siteId", "assigneeId", "requesterId");
