import { ROLE_WORDS } from '#domain/roles.ts'
import type { ImportReport } from './service.ts'

const MOST_SHOWN = 200
const OUTCOMES = { new: 'New', changed: 'Changes', same: 'As it is' } as const

/** What an import would do, with the first lines of it. */
export function presentImport({ lines, problems }: ImportReport) {
  const of = (outcome: keyof typeof OUTCOMES) => lines.filter((line) => line.outcome === outcome).length
  const many = (count: number, noun: string) => `${count.toLocaleString('en')} ${noun}`
  return {
    sentence: [many(of('new'), 'new'), many(of('changed'), 'changed'), many(of('same'), 'as they are')].join(', '),
    lines: lines.slice(0, MOST_SHOWN).map(({ role, outcome, sites, ...line }) => ({
      ...line,
      role: role === null ? '' : ROLE_WORDS[role],
      sites: sites.join('; '),
      outcome: OUTCOMES[outcome],
    })),
    rest: Math.max(0, lines.length - MOST_SHOWN),
    problems: problems.slice(0, MOST_SHOWN),
    writes: of('new') + of('changed'),
  }
}
