import type { Layout, Row } from '#features/imports/layout.ts'
import type { IncomingFile, IncomingTicket, IncomingUpdate } from '#features/imports/types.ts'
import { withBreaks } from '#features/imports/values.ts'

export const jira: Layout = {
  key: 'jira',
  label: 'Jira',
  signs: [['summary'], ['issue key', 'key', 'issue id'], ['issue type', 'project key', 'project', 'reporter']],
  columns: {
    id: ['issue key', 'key', 'issue id'],
    title: ['summary'],
    description: ['description'],
    requester: ['reporter', 'creator'],
    requester_email: ['reporter email'],
    assignee: ['assignee'],
    assignee_email: ['assignee email'],
    watchers: ['watchers'],
    status: ['status'],
    priority: ['priority'],
    resolution: ['resolution'],
    type: ['issue type'],
    component: ['component s', 'components', 'component'],
    project: ['project name', 'project', 'project key'],
    created: ['created'],
    updated: ['updated'],
    resolved: ['resolved'],
    due: ['due date', 'due'],
    tags: ['labels'],
  },
  extras: {
    comment: ['comment', 'comments'],
    attachment: ['attachment'],
    reporterId: ['reporter id'],
    assigneeId: ['assignee id'],
    creatorId: ['creator id'],
    creator: ['creator'],
  },
  ignored: ['watchers id', 'status category', 'project type', 'last viewed', 'work ratio', 'votes'],
  remarks: ['A comment becomes a note, since the file does not say who may read it, unless the reporter wrote it.'],
  finish: withComments,
}

function withComments(ticket: IncomingTicket, row: Row): IncomingTicket {
  const attachments = row.extra('attachment').map((text) => text.split(';'))
  return {
    ...ticket,
    updates: row.extra('comment').map((text, index) => commentOf(text, row, index)),
    files: attachments.flatMap((parts) => fileOf(parts)),
    links: [...ticket.links, ...attachments.flatMap((parts) => parts[3] ?? [])],
  }
}

/** Comments are written as date;author;text; what is not is kept whole. */
function commentOf(text: string, row: Row, index: number): IncomingUpdate {
  const found = /^(?<date>[^;]{6,40});(?<author>[^;]*);(?<body>[\s\S]*)$/.exec(text)?.groups
  const at = row.dateLike(found?.date ?? '', 'created')
  const author = at === null ? 'Jira' : nameOf(found?.author ?? '', row)
  const fromRequester = at !== null && author === row.text('requester')
  return {
    key: `comment-${index + 1}`,
    kind: fromRequester ? 'reply' : 'note',
    author,
    authorIsRequester: fromRequester,
    body: withBreaks(at === null ? text : (found?.body ?? ''), false),
    at,
    changes: [],
    files: [],
  }
}

/** Comments name people by account id, whose names stand in other columns of the row. */
function nameOf(author: string, row: Row): string {
  if (author !== '' && author === row.extra('reporterId')[0]) return row.text('requester') ?? author
  if (author !== '' && author === row.extra('assigneeId')[0]) return row.text('assignee') ?? author
  if (author !== '' && author === row.extra('creatorId')[0]) return row.extra('creator')[0] ?? author
  return author || 'Jira'
}

function fileOf([, , name]: readonly string[]): IncomingFile[] {
  return name ? [{ name, type: 'application/octet-stream', content: null }] : []
}
