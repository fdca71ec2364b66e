type Ask<Answer> = {
  readonly url: string
  readonly pauseMs: number
  readonly take: (answer: Answer) => void
  /** Nobody answers, or not to somebody who was signed out meanwhile. */
  readonly lost?: () => void
}

/** Asks the server after a short pause. A newer question drops the older one, whose answer is never taken, however late. */
export function asker<Answer>(): { readonly ask: (asked: Ask<Answer>) => void; readonly drop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | null = null

  const drop = () => {
    clearTimeout(timer)
    running?.abort()
    running = null
  }
  return {
    drop,
    ask: (asked) => {
      drop()
      timer = setTimeout(() => void send(asked), asked.pauseMs)
    },
  }

  async function send({ url, take, lost }: Ask<Answer>): Promise<void> {
    const mine = new AbortController()
    running = mine
    try {
      const response = await fetch(url, { headers: { accept: 'application/json' }, signal: mine.signal })
      const answer = response.ok && !response.redirected ? ((await response.json()) as Answer) : null
      if (running !== mine) return
      if (answer === null) lost?.()
      else take(answer)
    } catch {
      if (running === mine) lost?.()
    }
  }
}
