const PAUSE_MS = 180
const LEAST = 2

/** Offers tickets while somebody types a number or words of a title; the box works as well without. */
export function startTicketBoxes(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset.tickets === undefined) return
    clearTimeout(timer)
    timer = setTimeout(() => void suggest(target), PAUSE_MS)
  })
}

async function suggest(box: HTMLInputElement): Promise<void> {
  const { list, value } = box
  if (list === null || value.trim().length < LEAST) return
  try {
    const address = `${box.dataset.tickets ?? ''}?other=${encodeURIComponent(value)}`
    const response = await fetch(address, { headers: { 'x-pennant-fragment': 'suggestions' } })
    if (!response.ok || response.redirected || box.value !== value) return
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    list.replaceChildren(...[...page.querySelectorAll<HTMLElement>('[data-found]')].map(optionOf))
  } catch {
    // Offline: what is typed can be sent as it is.
  }
}

function optionOf({ dataset }: HTMLElement): HTMLOptionElement {
  const option = document.createElement('option')
  option.value = dataset.found ?? ''
  option.label = `${dataset.found ?? ''} ${dataset.title ?? ''}`
  return option
}
