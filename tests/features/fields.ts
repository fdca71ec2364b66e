import type { Browser, House } from '../support/house.ts'
import { formOf } from './page.ts'

type Typed = Readonly<Record<string, string>>

/** Makes a field through its page, and answers its number. */
export async function addField({ desk }: House, admin: Browser, fields: Typed): Promise<number> {
  await admin
    .post('/settings/fields', { type: 'text', visibleTo: 'client', editableBy: 'client', ...fields })
    .expect(303)
  const last = await desk.db.read.field.findFirstOrThrow({ orderBy: { id: 'desc' } })
  return last.id
}

/** Changes a field through its page. */
export async function changeField(admin: Browser, id: number, changes: Typed): Promise<void> {
  const path = `/settings/fields/${id}`
  const form = formOf((await admin.get(path).expect(200)).text, path)
  await admin.post(path, { ...form, ...changes }).expect(303)
}

/** The form of a ticket as it is opened. */
export const opened = async (browser: Browser, id: number): Promise<Record<string, string>> =>
  formOf((await browser.get(`/tickets/${id}/edit`).expect(200)).text, `/tickets/${id}/edit`)
