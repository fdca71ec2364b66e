import type { Role } from '#domain/access.ts'
import { fieldName, type Field } from '#domain/fields.ts'
import { operatorsFor } from '#domain/search/operators.ts'
import { formatNumber } from '#domain/numbers.ts'
import type { Config } from '#config/config.ts'

const WORDS = [
  {
    says: 'Words are found from their beginning, in any order and anywhere in a ticket.',
    examples: ['vpn printer', 'prin*'],
  },
  { says: 'A phrase stands as it is written.', examples: ['"password reset"'] },
  { says: 'A minus leaves out: a word, a phrase or an operator.', examples: ['vpn -printer', '-status:closed'] },
]

const example = (text: string) => ({ text, href: `/tickets?q=${encodeURIComponent(text)}` })

/** All that a search can say, with examples to try. */
export function presentHelp({ workflow, priorities, tickets }: Config, role: Role, fields: readonly Field[]) {
  const named: Readonly<Record<string, readonly string[]>> = {
    status: workflow.map(({ key }) => key),
    priority: priorities.map(({ key }) => key),
  }
  const number = { says: 'A ticket by its number.', examples: ['#1042', formatNumber(tickets.numberFormat, 1042)] }
  return {
    words: [...WORDS, number].map(({ says, examples }) => ({ says, examples: [...new Set(examples)].map(example) })),
    operators: operatorsFor(role).map(({ name, says, examples, values = [] }) => ({
      name,
      says,
      examples: examples.map(example),
      values: [
        ...(named[name] ?? []),
        ...(['status', 'is', 'has', 'stage'].includes(name) ? values.map(({ text }) => text) : []),
      ],
    })),
    fields: fields.map((field) => ({ name: fieldName(field), label: field.label, values: field.options })),
  }
}
