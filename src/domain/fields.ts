import type { Role } from './access.ts'
import type { Change } from './timeline.ts'
import { foldName } from './text.ts'

/** What a custom field can hold, with the words its settings show. */
export const FIELD_TYPES = {
  text: 'Text',
  longtext: 'Long text',
  number: 'Number',
  date: 'Date',
  choice: 'Choice',
  choices: 'Several choices',
  checkbox: 'Checkbox',
  link: 'Link',
} as const

export type FieldType = keyof typeof FIELD_TYPES
export type FieldEntity = 'ticket' | 'asset' | 'person'

/** A field of the operator's own making. */
export type Field = {
  readonly id: number
  readonly entity: FieldEntity
  /** Made from the first label and fixed: addresses and the timeline name the field by it. */
  readonly key: string
  readonly label: string
  readonly type: FieldType
  readonly help: string
  readonly required: boolean
  /** As a form would send it; empty for none. */
  readonly defaultValue: string
  readonly options: readonly string[]
  readonly position: number
  /** The least of the roles that see it, and that edit it. */
  readonly visibleTo: Role
  readonly editableBy: Role
  readonly removedAt: number | null
}

/** The name of a field in forms, in addresses and among the texts of an edit. */
export const fieldName = ({ key }: Pick<Field, 'key'>): string => `field.${key}`

const RANKS: Readonly<Record<Role, number>> = { client: 0, agent: 1, admin: 2 }

/** Whether what is for `least` and those above is for this role. */
export const reaches = (role: Role, least: Role): boolean => RANKS[role] >= RANKS[least]

export const seesField = (role: Role, { visibleTo, removedAt }: Pick<Field, 'visibleTo' | 'removedAt'>): boolean =>
  removedAt === null && reaches(role, visibleTo)

/** Nobody edits what they do not see. */
export const editsField = (role: Role, field: Pick<Field, 'visibleTo' | 'editableBy' | 'removedAt'>): boolean =>
  seesField(role, field) && reaches(role, field.editableBy)

const LONGEST_KEY = 40

/** `Rack unit (left)` → `rack_unit_left`; a number tells it from the keys that are taken. */
export function fieldKey(label: string, taken: readonly string[]): string {
  const words = foldName(label)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
  const key = words.slice(0, LONGEST_KEY).replace(/_+$/, '') || 'field'
  if (!taken.includes(key)) return key
  let count = 2
  while (taken.includes(`${key}_${count}`)) count += 1
  return `${key}_${count}`
}

/** What a value reads like in a sentence; null when there is none. */
export function fieldWords({ type, options }: Pick<Field, 'type' | 'options'>, text: string): string | null {
  if (text === '') return null
  if (type === 'checkbox') return 'Yes'
  return type === 'choices' ? chosen(options, text).join(', ') : text
}

/** The choices a value holds, in the order of the list; those that left the list stand last. */
export function chosen(options: readonly string[], text: string): readonly string[] {
  const held = text.split('\n').filter((item) => item !== '')
  return [...options.filter((option) => held.includes(option)), ...held.filter((item) => !options.includes(item))]
}

const QUOTED = 120

/** What the timeline says of a changed value, and to whom. */
export const fieldChange = (field: Field, from: string, to: string): Change => ({
  field: fieldName(field),
  label: field.label,
  visibleTo: field.visibleTo,
  from: quoted(fieldWords(field, from)),
  to: quoted(fieldWords(field, to)),
})

function quoted(words: string | null): string | null {
  const line = words?.replace(/\s+/g, ' ') ?? null
  return line !== null && line.length > QUOTED ? `${line.slice(0, QUOTED)}…` : line
}

/** The changes this role may hear of: as far as the field is open now, and was when it was changed. */
export const heardChanges = (changes: readonly Change[], role: Role, fields: readonly Field[]): readonly Change[] =>
  changes.filter(({ field, visibleTo }) => {
    if (visibleTo === undefined) return true
    const known = fields.find((one) => one.entity === 'ticket' && fieldName(one) === field)
    return reaches(role, visibleTo) && (known === undefined || reaches(role, known.visibleTo))
  })
