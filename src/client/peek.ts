import { all } from './dom.ts'

/** Lets people see the password they type; without the script the box stays as it is. */
export function startPeek(): void {
  for (const box of all<HTMLInputElement>('input[type=password][autocomplete$=password]')) addButton(box)
}

function addButton(box: HTMLInputElement): void {
  const frame = document.createElement('span')
  frame.className = 'peekable'
  const button = document.createElement('button')
  button.className = 'peekable__button'
  button.type = 'button'
  box.replaceWith(frame)
  frame.append(box, button)

  const show = (shown: boolean) => {
    box.type = shown ? 'text' : 'password'
    button.textContent = shown ? 'Hide' : 'Show'
    button.setAttribute('aria-label', shown ? 'Hide what is typed' : 'Show what is typed')
  }
  button.addEventListener('click', () => show(box.type === 'password'))
  // As plain text it could end up in what the browser offers for other boxes.
  box.form?.addEventListener('submit', () => show(false))
  if (box.autofocus) box.focus()
  show(false)
}
