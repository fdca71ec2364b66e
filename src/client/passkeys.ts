import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { all, one } from './dom.ts'

type Creation = Parameters<typeof startRegistration>[0]['optionsJSON']
type Request = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Forms that carry a passkey's answer: shown where the browser can, and sent once it has answered. */
export function startPasskeys(): void {
  if (!browserSupportsWebAuthn()) return
  for (const form of all<HTMLFormElement>('form[data-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void answer(form)
    })
  }
}

async function answer(form: HTMLFormElement): Promise<void> {
  const problem = one('[data-passkey-problem]', form)
  const field = one<HTMLInputElement>('[name=response]', form)
  if (!field) return
  if (problem) problem.textContent = ''
  try {
    field.value = JSON.stringify(await asked(form))
    form.submit()
  } catch (error) {
    if (problem) problem.textContent = wordsFor(error)
  }
}

async function asked(form: HTMLFormElement): Promise<object> {
  const options = await optionsOf(form)
  return form.dataset.passkey === 'create'
    ? startRegistration({ optionsJSON: options as Creation })
    : startAuthentication({ optionsJSON: options as Request })
}

async function optionsOf(form: HTMLFormElement): Promise<unknown> {
  const token = one<HTMLInputElement>('[name=_csrf]', form)?.value ?? ''
  const response = await fetch(form.dataset.options ?? '', {
    method: 'POST',
    headers: { accept: 'application/json', 'x-csrf-token': token },
  })
  if (response.ok) return response.json()
  const said = (await response.json().catch(() => null)) as { error?: { message?: string } } | null
  throw new Error(said?.error?.message ?? 'The server did not answer as expected. Reload the page and try again.')
}

/** What browsers say about passkeys is meant for their makers. */
function wordsFor(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'AbortError') return 'No passkey was given. Try again, or use another way.'
  if (name === 'InvalidStateError') return 'This device has a passkey of yours already.'
  return error instanceof Error ? error.message : String(error)
}
