import Sqlite from 'better-sqlite3'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { foldName } from '#domain/text.ts'
import { hashPassword } from '#lib/passwords.ts'
import type { Server } from './server.ts'

export const PASSWORD = 'a long walk along the harbour'
const passwordHash = await hashPassword(PASSWORD)

/** Sets up a team whose admin is Ada Roth. */
export function setUpTeam(command: Server['command']): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pennant-password-'))
  const file = path.join(folder, 'password')
  writeFileSync(file, PASSWORD)
  const admin = ['--admin-name', 'Ada Roth', '--admin-email', 'ada@example.com', '--admin-password-file', file]
  command('setup', '--preset', 'team', ...admin)
  rmSync(folder, { recursive: true })
}

type Member = { readonly name: string; readonly role: 'agent' | 'client'; readonly site?: string }

/** Writes people into the database of a home whose server does not run yet; their mail is their first name. */
export function addPeople(home: string, members: readonly Member[]): void {
  const database = new Sqlite(path.join(home, 'pennant.db'))
  for (const { name, role, site } of members) {
    const email = emailOf(name)
    const person = database
      .prepare(
        'INSERT INTO Person (name, nameKey, email, emailKey, role, passwordHash, createdAt) VALUES (?, ?, ?, ?, ?, ?, 0)',
      )
      .run(name, foldName(name), email, email, role, passwordHash)
    if (site === undefined) continue
    database.prepare('INSERT OR IGNORE INTO Site (name, nameKey, createdAt) VALUES (?, ?, 0)').run(site, foldName(site))
    database
      .prepare('INSERT INTO SiteMember (siteId, personId) SELECT id, ? FROM Site WHERE name = ?')
      .run(person.lastInsertRowid, site)
  }
  database.close()
}

const emailOf = (name: string): string => `${(name.split(' ')[0] ?? '').toLowerCase()}@example.com`

/** Signs somebody in and waits for their start page. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(emailOf(name))
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => url.pathname === '/')
}
