import http from 'node:http'
import { randomUUID } from 'node:crypto'
import zlib from 'node:zlib'

const DECODERS = { gzip: zlib.gunzipSync, br: zlib.brotliDecompressSync, deflate: zlib.inflateSync }

/** A browser without a window: connections that stay open, one session, the token of its forms. */
export function openClient(origin, { connections = 1, encoding = 'gzip, deflate', asking = false } = {}) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const base = { agent, headers: { 'accept-encoding': encoding, accept: 'text/html' } }
  const cookies = new Map()
  let token = null

  return { get: (path) => send({ method: 'GET', path }), post, send, signOn, close: () => agent.destroy() }

  /** With `asking`, the body is sent once the server has said that it takes it in; errors then carry `accepted`. */
  function send({ method, path, headers = {}, body }) {
    return new Promise((resolve, reject) => {
      const length = body ? { 'content-length': body.length } : {}
      const ask = asking && body ? { expect: '100-continue' } : {}
      const request = http.request(`${origin}${path}`, {
        method,
        agent,
        headers: {
          ...base.headers,
          ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
          ...length,
          ...ask,
          ...headers,
        },
      })
      let accepted = false
      const failed = (error) => reject(Object.assign(error, { accepted }))
      request.once('error', failed).once('response', (response) => {
        const parts = []
        response.on('data', (part) => parts.push(part))
        response.once('error', failed).once('end', () => {
          for (const set of response.headers['set-cookie'] ?? []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? []
            if (name !== undefined) cookies.set(name, value)
          }
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) })
        })
      })
      if (!ask.expect) return request.end(body)
      request.once('continue', () => {
        accepted = true
        request.end(body)
      })
      request.flushHeaders()
    })
  }

  /** Opens the first page, for a session and the token every form carries. */
  async function signOn() {
    const page = textOf(await send({ method: 'GET', path: '/' }))
    token = page.match(/name="_csrf" value="([^"]+)"/)?.[1] ?? null
    if (token === null) throw new Error('The first page holds no form.')
  }

  /** Sends a form; with files as multipart, as browsers do. */
  function post(path, fields, files = null) {
    const named = { _csrf: token, ...fields }
    if (files === null) {
      return send({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: Buffer.from(new URLSearchParams(named).toString()),
      })
    }
    const boundary = `----${randomUUID()}`
    return send({
      method: 'POST',
      path,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: multipart(named, files, boundary),
    })
  }
}

function multipart(fields, files, boundary) {
  const head = (rest) => `--${boundary}\r\nContent-Disposition: form-data; ${rest}\r\n`
  const parts = Object.entries(fields).map(([name, value]) => Buffer.from(`${head(`name="${name}"`)}\r\n${value}\r\n`))
  for (const { name, content } of files) {
    const type = 'Content-Type: application/octet-stream\r\n\r\n'
    parts.push(Buffer.from(head(`name="files"; filename="${name}"`) + type), content, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
}

/** What the page says, whichever way it was packed. */
export const plain = ({ headers, body }) => DECODERS[headers['content-encoding']]?.(body) ?? body

export const textOf = (response) => plain(response).toString('utf8')
