import nunjucks from 'nunjucks'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { AppError } from '#lib/errors.ts'
import { assetUrl } from './assets.ts'
import type { Response } from 'express'

export type Views = { readonly render: (name: string, context: object) => string }

/** Our own templates only: Nunjucks runs code, so text of people never becomes a template. */
export function openViews(root: string, dev: boolean): Views {
  const loader = new nunjucks.FileSystemLoader(path.join(root, 'views'), { noCache: dev, watch: false })
  const read = loader.getSource.bind(loader)
  // What indents a template is no part of the page: a fifth of its size, which no reader sees.
  loader.getSource = (name) => {
    const source = read(name)
    return { ...source, src: source.src.replace(/^[ \t]+/gm, '') }
  }
  const environment = new nunjucks.Environment(loader, {
    autoescape: true,
    throwOnUndefined: false,
    trimBlocks: true,
    lstripBlocks: true,
  })
  environment.addGlobal('asset', assetUrl(root))
  return { render: (name, context) => environment.render(name, context) }
}

/** Sends a page; what the page's frame needs was put into `response.locals` by the frame. */
export function sendPage(response: Response, view: string, context: object = {}): void {
  const render = renderer(response)
  const frame = response.locals.frame as (() => object) | undefined
  send(response.type('html'), render(`${view}.njk`, { ...frame?.(), ...context }))
}

/** Half a millisecond here is less than handing a page to another thread and back costs. */
function send(response: Response, page: string): void {
  const coding = CODINGS.find(({ name }) => response.req.acceptsEncodings(name) === name)
  if (!coding) return void response.send(page)
  response.vary('Accept-Encoding').set('Content-Encoding', coding.name).send(coding.pack(page))
}

// At these levels Brotli is the smaller and no slower; browsers take it over TLS alone.
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_LGWIN]: 17 } }
const CODINGS = [
  { name: 'br', pack: (page: string) => brotliCompressSync(page, BROTLI) },
  { name: 'gzip', pack: (page: string) => gzipSync(page, { level: 5 }) },
] as const

/** Renders a part of a page, for those that are kept and sent to many. */
export function renderer({ app }: Pick<Response, 'app'>): Views['render'] {
  const render = app.locals.render as Views['render'] | undefined
  if (!render) throw new AppError('unavailable', 'The pages are not open yet.')
  return render
}
