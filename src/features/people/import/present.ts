import type { Texts } from '#domain/edits.ts'
import { cellOf } from '#domain/field-cells.ts'
import { fieldName, type Field } from '#domain/fields.ts'
import { ROLE_WORDS } from '#domain/roles.ts'
import type { ImportReport } from './service.ts'

const MOST_SHOWN = 200
const OUTCOMES = { new: 'New', changed: 'Changes', same: 'As it is' } as const

/** What an import would do, with the first lines of it. */
export function presentImport({ lines, problems }: ImportReport, fields: readonly Field[] = []) {
  const of = (outcome: keyof typeof OUTCOMES) => lines.filter((line) => line.outcome === outcome).length
  const many = (count: number, noun: string) => `${count.toLocaleString('en')} ${noun}`
  return {
    sentence: [many(of('new'), 'new'), many(of('changed'), 'changed'), many(of('same'), 'as they are')].join(', '),
    lines: lines.slice(0, MOST_SHOWN).map(({ role, outcome, sites, custom, ...line }) => ({
      ...line,
      role: role === null ? '' : ROLE_WORDS[role],
      sites: sites.join('; '),
      fields: presentFields(fields, custom),
      outcome: OUTCOMES[outcome],
    })),
    fields: lines.some(({ custom }) => Object.keys(custom).length > 0),
    rest: Math.max(0, lines.length - MOST_SHOWN),
    problems: problems.slice(0, MOST_SHOWN),
    writes: of('new') + of('changed'),
  }
}

const presentFields = (fields: readonly Field[], custom: Texts): string =>
  fields
    .flatMap((field) => {
      const text = custom[fieldName(field)]
      return text === undefined ? [] : [`${field.label}: ${cellOf(field, text)}`]
    })
    .join(', ')
