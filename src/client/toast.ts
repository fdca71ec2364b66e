const SHOWN_MS = 2400

let timer: ReturnType<typeof setTimeout> | undefined

/** Says something for a moment, to eyes and ears alike. */
export function toast(words: string): void {
  const place = document.querySelector('.toast') ?? placed()
  place.textContent = words
  clearTimeout(timer)
  timer = setTimeout(() => (place.textContent = ''), SHOWN_MS)
}

function placed(): HTMLElement {
  const place = document.createElement('p')
  place.className = 'toast'
  place.setAttribute('role', 'status')
  document.body.append(place)
  return place
}
