import type { Actor } from '#domain/actor.ts'
import type { Texts } from '#domain/edits.ts'
import { fieldName } from '#domain/fields.ts'
import { checkFields } from '#domain/field-values.ts'
import { templateFields } from '#domain/template-fields.ts'
import { templateProblem } from '#domain/template-text.ts'
import type { Desk } from '#src/desk.ts'
import { allFields, fieldsFor } from '#features/fields/queries.ts'
import { customOf } from '#features/fields/schema.ts'
import { readForm, type ReadForm, type Values } from '#web/form.ts'
import { NONE, ORDER_FIELDS, orderForm, type Order } from './schema.ts'

const lines = (value: unknown): string => [value].flat().join('\n').replace(/\r\n?/g, '\n')

/** What was typed into the fields of an order, as text; `clear` names fields of the operator's own that shall be empty. */
export function typedOrder(body: unknown): Values {
  const { custom, rest } = customOf(body)
  const plain = ORDER_FIELDS.flatMap((name) => (typeof rest[name] === 'string' ? [[name, rest[name]] as const] : []))
  const own = Object.entries(custom).map(([name, text]) => [name, lines(text)] as const)
  const all: readonly (readonly [string, string])[] = [...plain, ...own, ['clear', lines(rest.clear ?? '')]]
  return Object.fromEntries(all.filter(([, text]) => text !== ''))
}

/** Reads an order, the operator's own fields with it: those this actor may fill in. */
export function readOrder(desk: Desk, actor: Actor, values: Values): ReadForm<Order> {
  const { custom: typed, rest } = customOf(values)
  const { clear = '', ...plain } = rest as Values
  const form = readForm(orderForm(desk.config, actor.zone), plain)
  const custom = customAsked(desk, actor, { typed, clear: clear.split(/\s+/).filter((name) => name !== '') })
  const errors = { ...form.errors, ...custom.problems, ...wordProblems(desk, values) }
  if (!form.ok || Object.keys(errors).length > 0) return { ok: false, values, errors }
  return { ok: true, value: { ...form.value, custom: custom.texts }, values, errors }
}

/** A field nobody knows would go out to everybody as it was typed. */
function wordProblems(desk: Desk, values: Values): Texts {
  const known = templateFields('reply', allFields(desk)).map(({ name }) => name)
  const problems = ['reply', 'note'].map((name) => [name, templateProblem(values[name] ?? '', known)] as const)
  return Object.fromEntries(problems.flatMap(([name, problem]) => (problem === null ? [] : [[name, problem]])))
}

type Asked = { readonly typed: Texts; readonly clear: readonly string[] }

function customAsked(desk: Desk, actor: Actor, { typed, clear }: Asked): { texts: Texts; problems: Texts } {
  const fields = fieldsFor(desk, actor, 'ticket').filter(({ editable }) => editable)
  const names = new Set(fields.map(fieldName))
  const filled = Object.entries(typed).filter(([, text]) => text.trim() !== '')
  const wanted = [...filled, ...clear.map((name) => [name, ''] as const)]
  const { texts, problems } = checkFields(fields, {
    typed: Object.fromEntries(wanted.map(([name, text]) => [name, text === NONE ? '' : text])),
    held: {},
  })
  const both = filled.filter(([name]) => clear.includes(name))
  const unknown = wanted.filter(([name]) => !names.has(name))
  return {
    texts,
    problems: {
      ...problems,
      ...Object.fromEntries(both.map(([name]) => [name, 'Give a value, or tick that it shall be empty.'])),
      ...Object.fromEntries(unknown.map(([name]) => [name, 'This field is not there for you. Choose anew.'])),
    },
  }
}
