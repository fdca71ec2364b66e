import { MAKES, type Asked } from './asked.ts'
import type { Dice } from './archive.ts'

/** One to four terms, some of them turned round. */
export function someSearch(dice: Dice): Asked {
  const terms = Array.from({ length: 1 + dice.below(4) }, () => turned(dice.pick(MAKES)(dice), dice))
  return {
    text: terms.map(({ text }) => text).join(' '),
    holds: (ticket, actor) => terms.every(({ holds }) => holds(ticket, actor)),
  }
}

// What is for agents finds nothing for others, however it is turned.
const INNER = /^(watcher:|tag:|(is|has):.*(snoozed|watched|note|watcher|relation|action))/

const turned = (asked: Asked, { next }: Dice): Asked =>
  next() > 0.25
    ? asked
    : {
        text: `-${asked.text}`,
        holds: (ticket, actor) => !(actor.role === 'client' && INNER.test(asked.text)) && !asked.holds(ticket, actor),
      }
