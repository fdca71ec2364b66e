// One digit less than the largest integer that a number holds exactly.
const MANY_DIGITS = 16
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const LONG_INTEGER = new RegExp(String.raw`^-?[1-9]\d{${MANY_DIGITS - 1},}$`)

/** JSON whose integers of sixteen digits and more come as strings, since a number would round them; throws as `JSON.parse`. */
export function parseLossless(text: string): unknown {
  const risky = new RegExp(String.raw`\d{${MANY_DIGITS}}`).test(text)
  return JSON.parse(risky ? quoteLongIntegers(text) : text)
}

function quoteLongIntegers(text: string): string {
  const parts: string[] = []
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at)
    const outside = text.slice(at, quote < 0 ? text.length : quote)
    parts.push(outside.replace(NUMBER, (number) => (LONG_INTEGER.test(number) ? `"${number}"` : number)))
    if (quote < 0) break

    at = endOfString(text, quote)
    parts.push(text.slice(quote, at))
  }
  return parts.join('')
}

/** The place after the quote that ends the string; a quote after an odd number of backslashes belongs to it. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text[end - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return end + 1
  }
  return text.length
}
