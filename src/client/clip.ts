import { all, say } from './dom.ts'

/** Shows the buttons that copy what stands in a box, which without a script is marked and copied by hand. */
export function startClip(): void {
  for (const button of all<HTMLButtonElement>('[data-copy-from]')) {
    button.hidden = false
    button.addEventListener('click', () => copy(button.dataset.copyFrom ?? ''))
  }
}

function copy(id: string): void {
  const box = document.getElementById(id)
  if (!(box instanceof HTMLInputElement)) return
  box.select()
  // The newer clipboard needs HTTPS, which few helpdesks on a LAN have.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  say(document.execCommand('copy') ? 'Copied.' : 'Press Ctrl and C to copy.')
}
