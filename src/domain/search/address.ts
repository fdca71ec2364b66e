// A list's address, whole or in part: the language has no `name=`.
const ADDRESS = /^(?:(?:https?:\/)?\/[^?\s]*)?\?(.*)$|^([\w.]+=\S*)$/

/** The parameters in what was given for a search, such as `status=active&tags=vpn`; null where it is in the language. */
export function addressIn(text: string): string | null {
  const [, asked, bare] = ADDRESS.exec(text.trim()) ?? []
  return asked ?? bare ?? null
}
