const OPEN_TO_ALL = `(u.id IS NULL OR u.kind = 'reply' AND u.removedAt IS NULL)`
// What hangs on a note is found by those who may read the note.
const OF_A_NOTE = `u.kind = 'note' AND u.removedAt IS NULL`

// Custom fields that clients see are found by everybody; those of agents as notes are. What only admins see is in no
// full text, because agents search all of it.
const valuesFor = (role: string) =>
  `coalesce((SELECT ' ' || group_concat(v.text, ' ') FROM FieldValue v JOIN Field f ON f.id = v.fieldId WHERE v.ticketId = t.id AND f.removedAt IS NULL AND f.visibleTo = '${role}'), '')`

/**
 * Brings the full-text rows of changed tickets up to date; runs at the end of every write transaction. Triggers only
 * note which tickets changed, so a ticket that is created with tags, links and watchers is indexed once.
 */
export const FLUSH_SEARCH_INDEX = [
  `DELETE FROM TicketSearch WHERE rowid IN (SELECT ticketId FROM SearchDirty)`,
  `INSERT INTO TicketSearch (rowid, title, description, people, tags, links, files, replies, notes)
   SELECT t.id, t.title, t.description || ${valuesFor('client')},
     coalesce((SELECT p.name || ' ' || coalesce(p.email, '') FROM Person p WHERE p.id = t.requesterId), '') || ' ' ||
     coalesce((SELECT group_concat(p.name || ' ' || coalesce(p.email, ''), ' ') FROM Watcher w JOIN Person p ON p.id = w.personId WHERE w.ticketId = t.id), ''),
     (SELECT group_concat(g.name, ' ') FROM TicketTag x JOIN Tag g ON g.id = x.tagId WHERE x.ticketId = t.id),
     (SELECT group_concat(l.url || ' ' || coalesce(l.label, ''), ' ') FROM TicketLink l LEFT JOIN "Update" u ON u.id = l.updateId WHERE l.ticketId = t.id AND ${OPEN_TO_ALL}),
     (SELECT group_concat(a.name, ' ') FROM Attachment a LEFT JOIN "Update" u ON u.id = a.updateId WHERE a.ticketId = t.id AND ${OPEN_TO_ALL}),
     (SELECT group_concat(u.body, ' ') FROM "Update" u WHERE u.ticketId = t.id AND u.kind = 'reply' AND u.removedAt IS NULL),
     t.notes || ' ' || coalesce((SELECT group_concat(u.body, ' ') FROM "Update" u WHERE u.ticketId = t.id AND ${OF_A_NOTE}), '') || ' ' ||
     coalesce((SELECT group_concat(l.url || ' ' || coalesce(l.label, ''), ' ') FROM TicketLink l JOIN "Update" u ON u.id = l.updateId WHERE l.ticketId = t.id AND ${OF_A_NOTE}), '') || ' ' ||
     coalesce((SELECT group_concat(a.name, ' ') FROM Attachment a JOIN "Update" u ON u.id = a.updateId WHERE a.ticketId = t.id AND ${OF_A_NOTE}), '') || ${valuesFor('agent')}
   FROM SearchDirty d JOIN Ticket t ON t.id = d.ticketId`,
  `DELETE FROM SearchDirty`,
] as const
