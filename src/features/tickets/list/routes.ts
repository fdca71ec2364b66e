import { Router, type Request, type Response } from 'express'
import type { Actor } from '#domain/actor.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { presentOpenView } from '#features/views/present.ts'
import { queryOfView, viewFor, type View } from '#features/views/queries.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { renderer, sendPage } from '#web/views.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { columnsChosen } from './columns/queries.ts'
import { groupedReader } from './groups/queries.ts'
import { addressOfQuery, listHref, type Order, type Place } from './href.ts'
import { presentHelp } from './help.ts'
import { listingOf } from './memory/queries.ts'
import { rememberOrder } from './memory/service.ts'
import { rowsDrawer } from './drawing.ts'
import { groupsFor } from './order-links.ts'
import { offerReader, presentList } from './page.ts'
import { pageReader } from './queries.ts'
import { listQuery, type ListQuery } from './schema.ts'

type Given = Readonly<Record<string, unknown>>

const ORDER = ['sort', 'order', 'group'] as const
/** What the address of a view may say beside its number. */
const BESIDE_VIEW = [...ORDER, 'after', 'before', 'at', 'end', 'chosen'] as const

export function listRoutes(desk: Desk): Router {
  const router = Router()
  const offer = offerReader(desk)
  const readPage = pageReader(desk)
  const readGroups = groupedReader(desk)
  const draw = rowsDrawer(desk)

  router.get('/tickets', allow('tickets.list'), async (request, response) => {
    const given: Given = request.query
    const { view } = listQuery.parse(given)
    await show(
      { request, response },
      { given, view: view === '' ? null : viewFor(desk, actorOf(request), Number(view)) },
    )
  })

  router.get('/views/:id', allow('tickets.list'), async (request, response) => {
    const view = viewFor(desk, actorOf(request), idOf(request))
    if (view === null) throw notFound('view')
    const saved = { q: view.query }
    const beside = BESIDE_VIEW.flatMap((name) => (name in request.query ? [[name, request.query[name]] as const] : []))
    await show(
      { request, response },
      { given: { ...saved, ...Object.fromEntries(beside), view: String(view.id) }, view },
    )
  })

  router.get('/search/help', allow('tickets.list'), (request, response) => {
    const fields = fieldsFor(desk, actorOf(request), 'ticket')
    sendPage(response, 'help/search', presentHelp(desk.config, actorOf(request).role, fields))
  })

  return router

  type Asked = { readonly given: Given; readonly view: View | null }

  async function show({ request, response }: { request: Request; response: Response }, { given, view }: Asked) {
    const actor = actorOf(request)
    const { query, place, keys } = readList(desk, actor, { given, view })
    if (given.chosen !== undefined || given.had !== undefined)
      return response.redirect(303, await afterChoice(desk, actor, { given, view, query, place }))
    const page = query.group === '' ? readPage(actor, query) : readGroups(actor, query)
    const columns = columnsChosen(desk, actor, keys)
    const texts = draw(actor, { page, columns })
    const offered = offer({ actor, query, render: renderer(response) })
    const list = presentList(desk, { query, page, texts, columns, place, offer: offered, actor })
    sendPage(response, 'list', { ...list, ...presentOpenView(desk, actor, { view, query }) })
  }
}

type Choice = { readonly given: Given; readonly view: View | null; readonly query: ListQuery; readonly place: Place }

/** Remembers an order that was chosen, on lists and on views of one's own, and answers the address that shows it. */
async function afterChoice(desk: Desk, actor: Actor, { given, view, query, place }: Choice): Promise<string> {
  const order: Order = { sort: query.sort, order: query.order, group: query.group }
  const untouched = given.had === `${order.sort} ${order.order} ${order.group}`
  // How the matches of words are best sorted says nothing of other lists.
  const own = view === null ? query.q === '' : view.ownerId === actor.personId
  if (untouched || !own) return listHref(query, {}, place)
  await rememberOrder(desk, actor, { order, view: query.view, usual: place.home?.order ?? place.first })
  return listHref(query, {}, { ...place, usual: order })
}

/** What is asked for, with the order somebody chose for such lists before where the address names none. */
function readList(desk: Desk, actor: Actor, { given, view }: { given: Given; view: View | null }) {
  const listing = listingOf(desk, actor)
  const named = ORDER.some((name) => name in given)
  const { sort, order, q } = listQuery.parse({ ...given, sort: undefined, order: undefined })
  const first: Order = view?.order ?? { sort, order, group: '' }
  const own = view === null ? (q === '' ? listing.order : null) : (listing.views[view.id] ?? null)
  const usual = (view === null || view.ownerId === actor.personId ? own : null) ?? first
  const query = allowed(actor, listQuery.parse(named ? given : { ...given, ...usual, view: given.view }))
  const home =
    view === null ? null : { href: `/views/${view.id}`, text: addressOfQuery(queryOfView(view)), order: view.order }
  const place: Place = { usual: allowed(actor, usual), first, home }
  return {
    query: view === null ? { ...query, view: '' } : query,
    place,
    keys: view === null ? listing.columns : view.columns,
  }
}

/** Groups this actor may have; the stages stand together in the order of urgency alone. */
function allowed<Asked extends Pick<ListQuery, 'group' | 'sort' | 'order'>>(actor: Actor, query: Asked): Asked {
  const group = groupsFor(actor).find((one) => one === query.group) ?? ''
  if (group === 'stage' && query.sort !== 'urgency') return { ...query, group, sort: 'urgency', order: 'desc' }
  return { ...query, group }
}
