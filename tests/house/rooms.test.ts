import { expect, it } from 'vitest'
import { sources } from './sources.ts'

const PIECES = ['schema', 'queries', 'service', 'present', 'routes', 'api', 'command', 'job', 'listener']
const DOORS = new Set(['routes', 'api', 'command', 'job', 'listener'])
const LISTS = ['app.ts', 'jobs.ts', 'server.ts', 'cli/main.ts']
// In building order: a room leans on those built before it.
const ROOMS = [
  'audit',
  'undo',
  'mail',
  'fields',
  'people',
  'passwords',
  'factors',
  'tags',
  'sites',
  'attachments',
  'drafts',
  'tickets',
  'views',
  'sla',
  'actions',
  'templates',
  'recurrences',
  'bulk',
  'find',
  'places',
  'settings',
  'ratings',
  'shares',
  'relations',
  'merge',
  'split',
  'sources',
  'flag',
  'imports',
  'exports',
  'presence',
  'live',
  'session',
  'oidc',
  'setup',
  'appearance',
  'profile',
  'theme',
  'frame',
  'portal',
  'board',
  'health',
  'certificate',
]

const inFeatures = sources.filter(({ file }) => file.startsWith('features/'))
const roomOf = (file: string) => file.split('/').slice(1, -1).join('/')
const houseOf = (file: string) => file.split('/')[1] ?? ''
const pieceOf = (file: string) => (file.split('/').at(-1) ?? '').replace('.ts', '')
const isDoor = (file: string) => DOORS.has(pieceOf(file))

it('knows every room', () => {
  expect([...new Set(inFeatures.map(({ file }) => houseOf(file)))].filter((room) => !ROOMS.includes(room))).toEqual([])
})

it('lets data flow one way inside a room: schema, queries, service, present, doors', () => {
  const wrong = inFeatures.flatMap(({ file, imports }) =>
    imports
      .filter((other) => other.startsWith('features/') && roomOf(other) === roomOf(file))
      .filter(
        (other) => PIECES.includes(pieceOf(file)) && PIECES.indexOf(pieceOf(other)) > PIECES.indexOf(pieceOf(file)),
      )
      .map((other) => `${file} → ${other}`),
  )
  expect(wrong).toEqual([])
})

it('lets nobody import a door but the lists and the door of a parent room', () => {
  const wrong = sources.flatMap(({ file, imports }) =>
    imports
      .filter((other) => other.startsWith('features/') && isDoor(other))
      .filter((other) => !LISTS.includes(file) && !(isDoor(file) && roomOf(other).startsWith(`${roomOf(file)}/`)))
      .map((other) => `${file} → ${other}`),
  )
  expect(wrong).toEqual([])
})

it('leans only on rooms built earlier, except in doors', () => {
  const wrong = inFeatures
    .filter(({ file }) => !isDoor(file))
    .flatMap(({ file, imports }) =>
      imports
        .filter(
          (other) => other.startsWith('features/') && ROOMS.indexOf(houseOf(other)) > ROOMS.indexOf(houseOf(file)),
        )
        .map((other) => `${file} → ${other}`),
    )
  expect(wrong).toEqual([])
})

it('keeps the tools of a room private to it', () => {
  const shared = new Set(['schema', 'queries', 'service', 'present', ...DOORS])
  // The row and the state of a ticket are what its sub-rooms and its importer have in common.
  const common = new Set([
    'features/tickets/state.ts',
    'features/tickets/acting.ts',
    'features/tickets/form-page.ts',
    'features/tickets/list/filter.ts',
    'features/tickets/list/row.ts',
    'features/tickets/list/rows.ts',
    'features/tickets/list/page.ts',
    'features/tickets/list/href.ts',
    'features/tickets/list/order-links.ts',
    'features/live/hub.ts',
    'features/presence/book.ts',
    'features/flag/keeper.ts',
    'features/session/passport.ts',
    'features/sources/adapters.ts',
    'features/sources/poller.ts',
  ])
  const wrong = sources.flatMap(({ file, imports }) =>
    imports
      .filter((other) => other.startsWith('features/') && houseOf(other) !== houseOf(file))
      .filter((other) => !shared.has(pieceOf(other)) && !common.has(other))
      .map((other) => `${file} → ${other}`),
  )
  expect(wrong).toEqual([])
})

it('touches the database only in queries and services', () => {
  const wrong = inFeatures
    .filter(({ file }) => !['queries', 'service'].includes(pieceOf(file)))
    .filter(({ text }) => /\bdesk\.db\b|\{ [^}]*\bdb\b[^}]*\}: Desk/.test(text))
    .map(({ file }) => file)
  expect(wrong).toEqual([])
})
