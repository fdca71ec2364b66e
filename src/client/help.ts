import { one } from './dom.ts'

/** Opens the list of keys over the page; it is fetched once, from its own page. */
export function toggleHelp(): void {
  const sheet = one<HTMLDialogElement>('#help')
  if (!sheet) return void build()
  if (sheet.open) return sheet.close()
  sheet.showModal()
}

async function build(): Promise<void> {
  const response = await fetch('/keys')
  if (!response.ok) return location.assign('/keys')

  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const list = one('[data-keys-list]', page)
  if (!list || one('#help')) return

  const sheet = document.createElement('dialog')
  sheet.id = 'help'
  sheet.className = 'pop'
  sheet.setAttribute('aria-labelledby', 'help-title')
  sheet.append(head(), document.adoptNode(list))
  document.body.append(sheet)
  sheet.addEventListener('click', (event) => {
    if (event.target === sheet) sheet.close()
  })
  sheet.showModal()
}

function head(): HTMLElement {
  const form = document.createElement('form')
  form.method = 'dialog'
  form.className = 'pop__head'
  const title = document.createElement('h1')
  title.id = 'help-title'
  title.textContent = 'Keyboard'
  const close = document.createElement('button')
  close.className = 'button button--quiet'
  close.textContent = 'Close'
  form.append(title, close)
  return form
}
