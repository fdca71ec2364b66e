import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { shows, takes } from './acting.ts'
import type { SettingsPage } from './page.ts'
import { boardPage } from './pages/board.ts'
import { clipboardPage } from './pages/clipboard.ts'
import { companyPage } from './pages/company.ts'
import { listsPage } from './pages/lists.ts'
import { uploadsPage } from './pages/uploads.ts'
import { prioritiesPage } from './priorities/page.ts'
import { statusesPage } from './statuses/page.ts'
import { statusRoutes } from './statuses/routes.ts'
import { calendarRoutes } from './targets/routes.ts'
import { targetsPage } from './targets/page.ts'
import { coloursPage } from './colours/page.ts'
import { colourRoutes } from './colours/routes.ts'
import { ACCESS } from './access/page.ts'
import { accessRoutes } from './access/routes.ts'
import { tagRoutes } from './tags/routes.ts'
import { presentEntry } from './present.ts'
import { settingsHistory } from './queries.ts'

const PAGES: readonly SettingsPage[] = [
  companyPage,
  statusesPage,
  prioritiesPage,
  targetsPage,
  listsPage,
  coloursPage,
  clipboardPage,
  uploadsPage,
  boardPage,
]
const ENTRIES_SHOWN = 50

const linkOf = ({ slug, title, sentence }: Pick<SettingsPage, 'slug' | 'title' | 'sentence'>) => ({
  href: `/settings/${slug}`,
  title,
  sentence,
})

const ELSEWHERE = [
  {
    href: '/settings/tags',
    title: 'Tags',
    sentence: 'Their names and colours, how often they are used; merge and delete them.',
  },
  {
    href: '/settings/fields',
    title: 'Custom fields',
    sentence: 'What else a ticket or a person holds, who sees it and who may change it.',
  },
  {
    href: '/settings/single-sign-on',
    title: 'Single sign-on',
    sentence: 'Signing in through a provider of OpenID Connect.',
  },
  { href: '/sites', title: 'Sites and projects', sentence: 'Places, who belongs to them, and their jobs.' },
  { href: '/people', title: 'People', sentence: 'Who there is, what they may do, invitations and duplicates.' },
  { href: '/flag', title: 'Flag', sentence: 'What the light watches, its colours and patterns, and when it rests.' },
  {
    href: '/settings/audit',
    title: 'Audit log',
    sentence: 'Who signed in, and who changed people, rights and settings.',
  },
  { href: '/settings/mail', title: 'Mail', sentence: 'The server through which mail leaves, and what became of it.' },
  { href: '/settings/sources', title: 'Sources', sentence: 'Other systems whose tickets stand on this board.' },
]

export function settingsRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('settings.edit')

  router.get('/settings', may, (_request, response) =>
    sendPage(response, 'settings/index', { pages: [...PAGES.map(linkOf), linkOf(ACCESS), ...ELSEWHERE] }),
  )

  router.get('/settings/history', may, (request, response) => {
    const { before: asked } = request.query
    const before = typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : null
    const rows = settingsHistory(desk, before, ENTRIES_SHOWN + 1)
    const { zone } = actorOf(request)
    const shown = rows.slice(0, ENTRIES_SHOWN)
    sendPage(response, 'settings/history', {
      entries: shown.map((row) => presentEntry(row, zone, desk.clock.now())),
      older: rows.length > ENTRIES_SHOWN ? `/settings/history?before=${shown.at(-1)?.id ?? 0}` : null,
    })
  })

  for (const page of PAGES) {
    router.get(
      `/settings/${page.slug}`,
      may,
      shows(desk, () => page),
    )
    router.post(
      `/settings/${page.slug}`,
      may,
      takes(desk, () => page),
    )
  }
  router.use(accessRoutes(desk), statusRoutes(desk), calendarRoutes(desk), colourRoutes(desk), tagRoutes(desk))
  return router
}
