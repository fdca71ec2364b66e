import type { Page } from 'playwright-core'

type Fields = {
  readonly title: string
  readonly description?: string
  readonly priority?: string
  readonly requester?: string
}

/** Writes a ticket as people do, and answers its address. */
export async function writeTicket(
  page: Page,
  { title, description = 'As the title says.', priority, requester }: Fields,
): Promise<string> {
  await page.goto('/tickets/new')
  await page.fill('#title', title)
  await page.fill('#description', description)
  if (priority !== undefined) await page.selectOption('#priority', { label: priority })
  if (requester !== undefined) await page.fill('#requester', requester)
  await page.getByRole('button', { name: 'Create ticket' }).click()
  await page.waitForURL(/\/tickets\/\d+$/)
  return new URL(page.url()).pathname
}

/** Moves the ticket of this page, as far as the move needs no reason. */
export async function move(page: Page, name: string): Promise<void> {
  await page.getByRole('group', { name: 'Actions' }).getByRole('button', { name, exact: true }).click()
  await page.waitForURL(/\/tickets\/\d+$/)
}

/** Answers with the composer of this page. */
export async function reply(page: Page, body: string): Promise<void> {
  await page.fill('#body', body)
  await page.locator('.composer__send').click()
  await page.locator('.event', { hasText: body }).waitFor()
}
