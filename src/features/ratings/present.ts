import type { Actor } from '#domain/actor.ts'
import { ratingLabel, ratingProblem, RATINGS } from '#domain/ratings.ts'
import { statusOf } from '#domain/status.ts'
import { shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { ticketById } from '#features/tickets/show/queries.ts'
import { ratingsOf, type RatingRow } from './queries.ts'

type Place = { readonly ticketId: number; readonly base: string }

/** What the page of a ticket shows of ratings: staff read all, clients give and read their own. Null for nothing. */
export function ratingBeside(desk: Desk, actor: Actor, { ticketId, base }: Place) {
  const all = ratingsOf(desk, ticketId)
  const said = (row: RatingRow) => presentRating(desk, actor, row)
  if (actor.role !== 'client') return all.length === 0 ? null : { given: all.map(said), own: null, action: null }

  const { requesterId, status, mergedIntoId } = ticketById(desk, actor, ticketId)
  // What was taken up elsewhere is rated there, if by anybody.
  if (requesterId !== actor.personId || mergedIntoId !== null) return null
  const own = all.find(({ personId }) => personId === actor.personId)
  const { kind } = statusOf(desk.config.workflow, status)
  const problem = ratingProblem({ kind, ratedAt: own?.createdAt ?? null }, desk.clock.now())
  if (problem !== null && own === undefined) return null
  return {
    given: [],
    own: own === undefined ? null : said(own),
    action: problem === null ? `${base}/rating` : null,
    choices: RATINGS.map(({ score, label }) => ({ value: String(score), label })),
  }
}

const presentRating = ({ clock }: Desk, { zone }: Actor, { score, comment, person, createdAt }: RatingRow) => ({
  score: String(score),
  label: ratingLabel(score),
  comment,
  by: person ?? 'Somebody',
  atText: shortTime(createdAt, zone, clock.now()),
})
