import type { z } from 'zod'
import type { ConfigEdit, ConfigPath } from '#config/edit.ts'
import type { ConfigFile } from '#config/schema.ts'
import type { Desk } from '#src/desk.ts'
import { readForm, type Values } from '#web/form.ts'

/** What a form wants written, and done beside it. */
export type Wish = {
  readonly edits: (file: ConfigFile) => readonly ConfigEdit[]
  /** Old key of a priority → new one; the tickets go along. */
  readonly priorities?: ReadonlyMap<string, string>
  /** Key of a status that goes → the one its tickets have then; what names it goes along. */
  readonly statuses?: ReadonlyMap<string, string>
  /** New targets hold for the clocks of tickets that are open now, too. */
  readonly retargets?: boolean
  /** What must be done before anything is saved; the file is looked at anew afterwards. */
  readonly prepare?: () => Promise<unknown>
  /** Said after saving, beside "Saved." */
  readonly words?: string
}

export type Reading =
  | { readonly ok: true; readonly values: Values; readonly wish: Wish }
  | { readonly ok: false; readonly values: Values; readonly errors: Values }

/** One page of settings: which keys of config.json it owns, and how they become a form and back. */
export type SettingsPage = {
  readonly slug: string
  readonly title: string
  readonly sentence: string
  /** The fields of its form, as a template. */
  readonly template: string
  readonly keys: readonly ConfigPath[]
  readonly values: (file: ConfigFile) => Values
  readonly read: (body: unknown, desk: Desk) => Reading
  /** By the beginning of a key, the field that its problems stand beside. */
  readonly fields?: Readonly<Record<string, string>>
  readonly extras?: (desk: Desk, values: Values) => object
  /** Offers to reckon which tickets would change colour before anything is saved. */
  readonly previews?: boolean
  /** What stands above and below its form, as templates. */
  readonly above?: string
  readonly below?: string
  /** What its button says, if not "Save". */
  readonly button?: string
  readonly wide?: boolean
  /** Where one goes after saving; the page itself by default. */
  readonly next?: string
  /** The page above, beside the list of all. */
  readonly parent?: { readonly href: string; readonly label: string }
}

/** Reads a page's form by its schema and turns it into what it wishes. */
export function reading<Value>(schema: z.ZodType<Value>, body: unknown, wishOf: (value: Value) => Wish): Reading {
  const form = readForm(schema, body)
  return form.ok
    ? { ok: true, values: form.values, wish: wishOf(form.value) }
    : { ok: false, values: form.values, errors: form.errors }
}

/** The edits alone, for pages that do nothing beside them. */
export const only = (...edits: readonly ConfigEdit[]): Wish => ({ edits: () => edits })
