import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { journey, openChromium, textOf } from './browser.ts'
import { inspect } from './inspect.ts'
import { runServer, type Server } from './server.ts'

const EMAIL = 'ada@example.com'
const PASSWORD = 'a long walk along the harbour'
const HALF_MINUTE_MS = 30_000

const server = runServer(setUpTeam)
const chromium = openChromium()
// Passkeys hold for names, not for addresses.
const baseURL = () => server.url.replace('127.0.0.1', 'localhost')

function setUpTeam(command: Server['command']): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pennant-password-'))
  const file = path.join(folder, 'password')
  writeFileSync(file, PASSWORD)
  const admin = ['--admin-name', 'Ada Roth', '--admin-email', EMAIL, '--admin-password-file', file]
  command('setup', '--preset', 'team', ...admin)
  rmSync(folder, { recursive: true })
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** A finger that always fits, in software. */
async function giveAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** The code of the next half minute: those up to it were used or passed over. */
const nextCode = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
    timestamp: Date.now() + HALF_MINUTE_MS,
  })
const codeNow = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate()

let spare = ''

journey('sets up an authenticator app and asks for its code, on a phone and without any script', async () => {
  const viewport = { width: 390, height: 800 }
  const page = await chromium.window({ baseURL: baseURL(), javaScriptEnabled: false, viewport })
  await signIn(page)
  await page.waitForURL(`${baseURL()}/`)
  await page.goto('/me/security')
  await page.getByRole('link', { name: 'Set up an authenticator app' }).click()
  expect(await page.locator('.qr').getAttribute('src')).toMatch(/^data:image\/svg/)
  const secret = await page.locator('.secret').innerText()
  await page.getByLabel('Code').fill(codeNow(secret))
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor()
  spare = await page.locator('.codes code').first().innerText()

  await page.context().clearCookies()
  await signIn(page)
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Code').fill(nextCode(secret))
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForURL(`${baseURL()}/`)
})

journey('makes a passkey, and signs in with it alone', async () => {
  const page = await chromium.window({ baseURL: baseURL() })
  await giveAuthenticator(page)
  await signIn(page)
  await inspect(page)
  await page.getByLabel('Code').fill(spare)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForURL(`${baseURL()}/`)

  await page.goto('/me/security/passkeys')
  await inspect(page)
  await page.getByLabel('What you call it').fill('Work laptop')
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await page.getByText('The passkey is set up.').waitFor()
  expect(await textOf(page.locator('.proofs').first())).toContain('Work laptop')
  await inspect(page)

  await signOut(page)
  await inspect(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL(`${baseURL()}/`)

  await signOut(page)
  await signIn(page)
  await page.getByRole('button', { name: 'Use your passkey' }).click()
  await page.waitForURL(`${baseURL()}/`)
  await page.goto('/me/security/recovery-codes')
  await inspect(page)
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Make new codes' }).click()
  await page.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor()
  await inspect(page)
})

journey('shows the password that is typed, and says what to do when it is forgotten', async () => {
  const viewport = { width: 390, height: 800 }
  const page = await chromium.window({ baseURL: baseURL(), colorScheme: 'dark', viewport })
  await page.goto('/sign-in')
  await page.locator('#password').fill('what I typed')
  await page.getByRole('button', { name: 'Show what is typed' }).click()
  expect(await page.locator('#password').getAttribute('type')).toBe('text')
  await inspect(page)
  await page.goto('/forgot')
  await inspect(page)
  await page.goto('/reset/made-up')
  await inspect(page)
})
