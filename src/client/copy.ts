import { one, say } from './dom.ts'

type Summary = { readonly html: string; readonly text: string }

/** Copies a ticket's summary as rich and as plain text; where that is not allowed, its page opens. */
export function startCopy(): void {
  const link = one<HTMLAnchorElement>('[data-copy]')
  link?.addEventListener('click', (event) => {
    event.preventDefault()
    void copy(link)
  })
}

async function copy(link: HTMLAnchorElement): Promise<void> {
  try {
    const response = await fetch(link.href, { headers: { accept: 'application/json' } })
    const done = response.ok && put((await response.json()) as Summary)
    if (!done) return location.assign(link.href)

    link.closest('details')?.removeAttribute('open')
    say('Summary copied.')
  } catch {
    location.assign(link.href)
  }
}

function put({ html, text }: Summary): boolean {
  const fill = (event: ClipboardEvent) => {
    event.preventDefault()
    event.clipboardData?.setData('text/html', html)
    event.clipboardData?.setData('text/plain', text)
  }
  document.addEventListener('copy', fill, { once: true })
  // The newer clipboard needs HTTPS, which few helpdesks on a LAN have.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return document.execCommand('copy')
}
