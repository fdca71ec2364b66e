import { expect } from 'vitest'
import { reply, writeTicket } from './acts.ts'
import { arrive, journey, openChromium, textOf, type Window } from './browser.ts'
import { addPeople, setUpTeam, signIn } from './people.ts'
import { runServer } from './server.ts'

const server = runServer(
  (command, home) => {
    setUpTeam(command)
    addPeople(home, [{ name: 'Berta Bold', role: 'agent' }])
  },
  { undoSend: 4 },
)
const chromium = openChromium()

async function open(name: string): Promise<Window> {
  const page = await chromium.window({ baseURL: server.url })
  await signIn(page, name)
  return page
}

const kept = (page: Window) => page.locator('[data-draft-words]', { hasText: 'Draft of' }).waitFor()

journey('brings back what was typed: after a reload, a crash, and a time without a network', async () => {
  const page = await open('Ada Roth')
  const href = await writeTicket(page, { title: 'Door is stuck' })
  const text = 'First line  \n\n🎉 “quoted” <b>\ttab '
  await page.fill('#body', text)
  await kept(page)
  await page.reload()
  expect(await page.inputValue('#body')).toBe(text)

  await page.context().setOffline(true)
  await page.locator('#body').press('End')
  await page.keyboard.type(' and more')
  await page.locator('[data-draft-words]', { hasText: 'kept in this browser' }).waitFor()
  await page.context().setOffline(false)
  // A tab that crashes says goodbye to nobody.
  const again = await page.context().newPage()
  await page.close({ runBeforeUnload: false })
  await again.goto(href)
  await arrive(again, again.locator('#body'))
  expect(await again.inputValue('#body')).toContain(' and more')

  await again.locator('.composer__send').click()
  await again.locator('.event--held').waitFor()
  expect(await again.inputValue('#body')).toBe('')
  await again.reload()
  expect(await again.inputValue('#body')).toBe('')
  await again.goBack()
  expect(await again.inputValue('#body')).toBe('')
})

journey('keeps a new ticket, and nothing in the browser of who signed out', async () => {
  const page = await open('Ada Roth')
  await page.goto('/tickets/new')
  await page.fill('#title', 'Half a tit')
  await page.selectOption('#priority', { label: 'High' })
  await kept(page)
  await page.goto('/')
  await page.goto('/tickets/new')
  expect(await page.inputValue('#title')).toBe('Half a tit')
  expect(await page.locator('#priority option:checked').innerText()).toBe('High')
  await page.fill('#title', 'Half a title')
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form[action="/sign-out"]')!.requestSubmit())
  await page.waitForURL(/sign-in/)
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('draft:')))).toEqual([])
})

journey('shows who else is here and who writes, and stops what did not see the latest', async () => {
  const [ada, berta] = [await open('Ada Roth'), await open('Berta Bold')]
  const href = await writeTicket(ada, { title: 'Lift is stuck' })
  await berta.goto(href)
  await ada.locator('[data-presence=here]', { hasText: 'Berta Bold is here' }).waitFor()
  await berta.locator('[data-presence=here]', { hasText: 'Ada Roth is here' }).waitFor()
  await berta.fill('#body', 'I answer.')
  await ada.locator('[data-presence=writing]', { hasText: 'Berta Bold is writing a reply' }).waitFor()

  await ada.fill('#body', 'I answer too.')
  await berta.getByText('Note', { exact: true }).click()
  await berta.locator('.composer__send').click()
  await berta.locator('.event--note', { hasText: 'I answer.' }).waitFor()
  await ada.locator('.notice', { hasText: 'Berta Bold noted' }).waitFor()
  await ada.locator('.composer__send').click()
  const arrived = ada.locator('#arrived')
  await arrive(ada, arrived)
  expect(await textOf(arrived)).toContain('I answer.')
  expect(await ada.inputValue('#body')).toBe('I answer too.')
  await arrived.getByRole('button', { name: 'Send anyway' }).click()
  await ada.locator('.event--held', { hasText: 'I answer too.' }).waitFor()

  await berta.goto('/')
  await expect.poll(() => ada.locator('[data-presence=here]').innerText(), { timeout: 10_000 }).toBe('')
})

journey('takes a reply back before it leaves, and lets the next one leave', async () => {
  const page = await open('Ada Roth')
  const href = await writeTicket(page, { title: 'Window is open' })
  await page.fill('#body', 'Too soon.')
  await page.locator('.composer__send').click()
  await page.locator('.event--held', { hasText: 'Leaves in' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await arrive(page, page.locator('[data-draft-words]', { hasText: 'Draft of' }))
  expect(await page.inputValue('#body')).toBe('Too soon.')
  expect(await page.locator('.event--held').count()).toBe(0)

  await page.goto(href)
  await reply(page, 'Just in time.')
  await page.locator('.event--reply:not(.event--held)', { hasText: 'Just in time.' }).waitFor({ timeout: 12_000 })
  expect(await page.locator('.event', { hasText: 'Too soon.' }).count()).toBe(0)
})

journey('copies a summary that pastes as text and as HTML, on plain HTTP', async () => {
  const page = await open('Ada Roth')
  await writeTicket(page, { title: 'Roof is wet' })
  // A LAN has no secure context, and with it no newer clipboard.
  await page.addInitScript(() => {
    Object.defineProperty(window, 'isSecureContext', { value: false })
    Object.defineProperty(navigator, 'clipboard', { value: undefined })
  })
  await page.reload()
  await page.locator('h1', { hasText: 'Roof is wet' }).click()
  await page.keyboard.press('y')
  await page.locator('.toast', { hasText: 'Summary copied, formatted and as plain text.' }).waitFor()
  await page.focus('#body')
  await page.keyboard.press('Control+v')
  expect(await page.inputValue('#body')).toMatch(/^\d+ Roof is wet\n\nCreated: /)
  // Pasted for real, the styles would offend the page they are pasted into.
  await page.evaluate(() =>
    document.addEventListener('paste', (event) => {
      event.preventDefault()
      document.body.dataset.pasted = event.clipboardData?.getData('text/html') ?? ''
    }),
  )
  await page.keyboard.press('Control+v')
  await expect
    .poll(() => page.locator('body').getAttribute('data-pasted'))
    .toMatch(/<h1 style="[^"]+">\d+ Roof is wet<\/h1>/)
  await page.locator('.toast').filter({ hasText: 'copied' }).waitFor({ state: 'hidden' })
})
