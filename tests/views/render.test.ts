import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import nunjucks from 'nunjucks'
import { describe, expect, it } from 'vitest'
import { openHouse, ROOT, type Browser, type House } from '../support/house.ts'
import { routesOf } from '../support/routes.ts'

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith(ending))

const read = (...parts: string[]) => readFileSync(path.join(ROOT, ...parts), 'utf8')
const templates = filesIn('views', '.njk').map((name) => ({ name, text: read('views', name) }))
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found ?? '')

describe.each(templates)('$name', ({ name, text }) => {
  it('can be compiled', () => {
    const loader = new nunjucks.FileSystemLoader(path.join(ROOT, 'views'))
    expect(() => new nunjucks.Template(text, new nunjucks.Environment(loader), name, true)).not.toThrow()
  })

  it('escapes what people wrote: only names that end in Html are taken as they are', () => {
    const raw = matches(text, /([\w.]*)\s*\|\s*safe\b/g)
    expect(raw.filter((value) => !value.endsWith('Html'))).toEqual([])
  })

  it('holds no script, no style and no handler of its own', () => {
    expect(text.match(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/gi) ?? []).toEqual([])
  })

  it('sends every form that changes something with its token', () => {
    const forms = matches(text, /(<form[^>]*method="post"[\s\S]*?<\/form>)/g)
    expect(forms.filter((form) => !form.includes('token(csrf)'))).toEqual([])
    expect(forms).toHaveLength(matches(text, /(method="post")/g).length)
  })
})

it('renders or includes every template', () => {
  const code = filesIn('src', '.ts')
    .filter((file) => file !== 'web/views.ts')
    .map((file) => read('src', file))
  const rendered = code.flatMap((text) => matches(text, /sendPage\(\s*[^']{0,200}?'([\w/-]+)'/g)).map((view) => `${view}.njk`)
  const included = [...code, ...templates.map(({ text }) => text)].flatMap((text) => matches(text, /'([\w/-]+\.njk)'/g))
  const known = new Set([...rendered, ...included])

  expect(templates.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([])
  expect([...known].filter((name) => !templates.some((template) => template.name === name))).toEqual([])
})

describe('the forms of the pages', () => {
  it('go to routes that exist, on a desk without accounts', async () => {
    const house = await openHouse({ preset: 'personal' })
    const visitor = await house.as('admin')
    await visitor.post('/tickets', { title: 'A ticket', description: 'Its text.', priority: 'low' }).expect(303)
    await visitor.post('/tickets/1/updates', { kind: 'note', body: 'A note.' }).expect(303)
    await visitor.post('/tickets/1/pick-up').expect(303)
    const [note] = await house.desk.db.read.update.findMany({ where: { kind: 'note' } })

    const pages = ['/', '/tickets', '/tickets/new', '/tickets/1', '/tickets/1/edit', '/me', '/keys', '/flag']
    await expectKnown(house, visitor, [...pages, `/tickets/1/updates/${note?.id ?? 0}/edit`])
  })

  it('go to routes that exist, before the first run and at the door', async () => {
    const fresh = await openHouse({ preset: null })
    await expectKnown(fresh, fresh.visitor(), ['/setup'])
    const team = await openHouse({ preset: 'team' })
    await expectKnown(team, team.visitor(), ['/sign-in'])
    await expectKnown(team, await team.as('agent'), ['/'])
  })

  it('go to routes that exist, for clients, behind a link and among requests', async () => {
    const house = await openHouse({ preset: 'team', config: { access: { sign_in: true, assignment_requests: true } } })
    const [client, agent, other] = [await house.as('client'), await house.as('agent', 'Ann'), await house.as('agent')]
    await client.post('/tickets', { title: 'A ticket', description: 'Its text.' }).expect(303)
    await agent.post('/tickets/1/pick-up').expect(303)
    await other.post('/tickets/1/assignment-requests').expect(303)
    await expectKnown(house, agent, ['/tickets/1', '/assignments'])
    await agent.post('/tickets/1/status', { to: 'resolved' }).expect(303)

    const { text } = await agent.post('/tickets/1/links', { days: '7' }).expect(201)
    await expectKnown(house, client, ['/', '/tickets/new', '/tickets/1'])
    await expectKnown(house, house.visitor(), [/\/t\/[\w-]{43}/.exec(text)?.[0] ?? ''])
    await expectKnown(house, agent, ['/tickets/1/links'])
  })
})

/** Reads the pages and holds every form they show against the routes. */
async function expectKnown({ app }: House, visitor: Browser, pages: readonly string[]): Promise<void> {
  const routes = routesOf(app).filter(({ method }) => method === 'POST')
  const isKnown = (action: string) => routes.some((route) => matchesRoute(route.path, action))
  for (const page of pages) {
    const { text } = await visitor.get(page).expect(200)
    const actions = matches(text, /<form[^>]*method="post" action="([^"]*)"/g)
    expect(actions.length).toBeGreaterThan(0)
    expect({ page, lost: actions.filter((action) => !isKnown(action)) }).toEqual({ page, lost: [] })
  }
}

const matchesRoute = (route: string, action: string): boolean =>
  new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`).test(action)
