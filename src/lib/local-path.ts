/** Only a path of ours: an address that leads elsewhere leads to the board. */
export function localPath(path: string): string {
  return /^\/(?![/\\])[^\\\s]*$/.test(path) && new URL(path, 'http://here').host === 'here' ? path : '/'
}
