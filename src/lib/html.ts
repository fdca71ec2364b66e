const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it may stand in HTML, between tags and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? mark) : text

/** A piece of HTML; whatever is put into it is escaped, but for what is HTML already. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Piece = string | number | Html | readonly Html[] | null

/** For the few parts that are drawn by the hundred, where a template costs too much: `` html`<b>${name}</b>` ``. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let text = parts[0] ?? ''
  for (const [index, piece] of pieces.entries()) text += written(piece) + (parts[index + 1] ?? '')
  return new Html(text)
}

function written(piece: Piece): string {
  if (piece === null) return ''
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'string') return escapeHtml(piece)
  return typeof piece === 'number' ? String(piece) : piece.map(({ text }) => text).join('')
}
