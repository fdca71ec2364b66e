import { can, type Permission, type Role } from './access.ts'
import { SETTINGS } from './settings-places.ts'
import { foldName } from './text.ts'

/** Something to do from the palette. */
export type Command = {
  readonly label: string
  /** What else people call it. */
  readonly words?: string
  /** Keys that do the same, one after the other. */
  readonly keys?: string
  readonly permission: Permission
  /** Only for those who lack this: what they have in its place. */
  readonly lacking?: Permission
  /** Where it leads; without it, it presses what `press` finds on the page. */
  readonly href?: string
  readonly press?: string
  /** Nothing says everywhere. */
  readonly on?: Page
  /** What the desk must have switched on. */
  readonly needs?: Need
}

export type Page = 'ticket' | 'list'
export type Need = 'accounts' | 'requests'

/** Every command of the house but the buttons of a ticket, which the page itself offers. */
export const COMMANDS: readonly Command[] = [
  { label: 'Reply', words: 'answer', keys: 'r', permission: 'tickets.reply', press: composer('reply'), on: 'ticket' },
  {
    label: 'Note',
    words: 'comment internal',
    keys: 'n',
    permission: 'tickets.note',
    press: composer('note'),
    on: 'ticket',
  },
  { label: 'Edit', words: 'change', keys: 'e', permission: 'tickets.edit', press: '[data-key="e"]', on: 'ticket' },
  {
    label: 'Filter the list',
    words: 'narrow',
    permission: 'tickets.list',
    press: '[data-filters] summary',
    on: 'list',
  },
  {
    label: 'Save as view',
    words: 'keep search',
    permission: 'tickets.list',
    press: 'details:has([data-save-view]) > summary',
    on: 'list',
  },
  {
    label: 'Columns',
    words: 'choose table',
    permission: 'tickets.list',
    press: '.list__tools a[href^="/views/columns"]',
    on: 'list',
  },
  { label: 'Group the list', words: 'by', permission: 'tickets.list', press: '.order__groups > summary', on: 'list' },
  { label: 'Export as CSV', words: 'download table', permission: 'tickets.list', press: 'a[download]', on: 'list' },
  { label: 'Next page', words: 'older', permission: 'tickets.list', press: 'a[aria-label="Next page"]', on: 'list' },
  {
    label: 'Previous page',
    words: 'back',
    permission: 'tickets.list',
    press: 'a[aria-label="Previous page"]',
    on: 'list',
  },
  { label: 'New ticket', words: 'create open write', keys: 'c', permission: 'tickets.create', href: '/tickets/new' },
  { label: 'Board', words: 'home start', keys: 'g b', permission: 'board.see', href: '/' },
  {
    label: 'Your tickets',
    words: 'home start',
    keys: 'g b',
    permission: 'tickets.list',
    lacking: 'board.see',
    href: '/',
  },
  { label: 'Tickets', words: 'list open active', keys: 'g t', permission: 'tickets.list', href: '/tickets' },
  {
    label: 'All tickets',
    words: 'everything closed resolved',
    permission: 'tickets.list',
    href: '/tickets?status=all',
  },
  { label: 'Views', words: 'saved searches', keys: 'g v', permission: 'tickets.list', href: '/views' },
  { label: 'New view', words: 'save search', permission: 'tickets.list', href: '/views/new' },
  { label: 'How to search', words: 'help operators language', permission: 'tickets.list', href: '/search/help' },
  { label: 'My tickets', words: 'mine assigned', permission: 'tickets.assign', href: '/tickets?assignee=me' },
  { label: 'Unassigned tickets', words: 'nobody free', permission: 'tickets.assign', href: '/tickets?assignee=none' },
  { label: 'Due next', words: 'deadline', permission: 'tickets.assign', href: '/tickets?sort=due' },
  { label: 'Newest tickets', words: 'latest created', permission: 'tickets.list', href: '/tickets?sort=created' },
  {
    label: 'Requests for assignment',
    words: 'approve',
    permission: 'tickets.assign',
    href: '/assignments',
    needs: 'requests',
  },
  { label: 'Templates', permission: 'templates.use', href: '/templates' },
  { label: 'Canned replies', words: 'templates answers', permission: 'templates.use', href: '/templates/replies' },
  { label: 'Recurring tickets', words: 'schedules repeat', permission: 'recurrences.edit', href: '/recurrences' },
  { label: 'Flag', words: 'light lamp colour', permission: 'flag.see', href: '/flag' },
  { label: 'Sites', words: 'places', permission: 'sites.see', href: '/sites' },
  { label: 'Projects', words: 'jobs', permission: 'sites.see', href: '/projects' },
  { label: 'People', words: 'users accounts contacts', permission: 'people.edit', href: '/people' },
  { label: 'New person', words: 'add invite user', permission: 'people.edit', href: '/people/new' },
  { label: 'Import people', words: 'csv', permission: 'people.edit', href: '/people/import' },
  { label: 'Search tickets', words: 'find', keys: '/', permission: 'tickets.list', press: '#search' },
  { label: 'Undo', words: 'take back', keys: 'z', permission: 'tickets.list', press: '[data-key="z"]' },
  { label: 'Change theme', words: 'dark light system', permission: 'live.see', press: '[data-theme-form] button' },
  { label: 'Keyboard', words: 'keys shortcuts help', keys: '?', permission: 'live.see', href: '/keys' },
  { label: 'Your settings', words: 'profile name picture zone theme', permission: 'live.see', href: '/me' },
  {
    label: 'Sign-in and security',
    words: 'passkey second factor devices',
    permission: 'live.see',
    href: '/me/security',
    needs: 'accounts',
  },
  { label: 'Change password', permission: 'live.see', href: '/me/password', needs: 'accounts' },
  {
    label: 'Sign out',
    words: 'log out leave',
    permission: 'live.see',
    press: 'form[action="/sign-out"] button',
    needs: 'accounts',
  },
]

/** The pages of the settings, found by their name. */
export const SETTINGS_PAGES: readonly Command[] = SETTINGS.map(([label, href, words]) => ({
  label,
  words,
  href,
  permission: 'settings.edit',
}))

function composer(kind: string): string {
  return `[data-composer] [name=kind][value=${kind}]`
}

export type Around = { readonly role: Role; readonly on: Page | null; readonly has: ReadonlySet<Need> }

/** The commands somebody may give there whose words begin with those typed, names before other words. */
export function commandsLike(commands: readonly Command[], typed: string, around: Around): readonly Command[] {
  const words = foldName(typed).split(' ')
  const ranked = commands
    .filter((command) => isOpen(command, around))
    .map((command) => ({ command, rank: rankOf(command, words) }))
    .filter(({ rank }) => rank < NOWHERE)
  return ranked.toSorted((one, other) => one.rank - other.rank).map(({ command }) => command)
}

const isOpen = ({ permission, lacking, on, needs }: Command, { role, on: page, has }: Around): boolean =>
  can(role, permission) &&
  (lacking === undefined || !can(role, lacking)) &&
  (on === undefined || on === page) &&
  (needs === undefined || has.has(needs))

const NOWHERE = 3

function rankOf({ label, words = '' }: Command, typed: readonly string[]): number {
  const name = foldName(label)
  if (name.startsWith(typed.join(' '))) return 0
  if (typed.every((word) => beginsOne(name, word))) return 1
  return typed.every((word) => beginsOne(`${name} ${words}`, word)) ? 2 : NOWHERE
}

const beginsOne = (text: string, word: string): boolean => text.split(/[\s-]+/).some((one) => one.startsWith(word))
