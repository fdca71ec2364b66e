/** An address that a page may link to. */
export const isLink = (text: string): boolean =>
  /^(?:https?|ftp|mailto|tel|file|smb|ssh|rdp|vnc):/i.test(text) && URL.canParse(text)
