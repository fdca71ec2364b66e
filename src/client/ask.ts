type Ask<Answer> = {
  readonly url: string
  readonly pauseMs: number
  readonly take: (answer: Answer) => void
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
    ask: ({ url, pauseMs, take }) => {
      drop()
      timer = setTimeout(() => void send(url, take), pauseMs)
    },
  }

  async function send(url: string, take: (answer: Answer) => void): Promise<void> {
    const mine = new AbortController()
    running = mine
    try {
      const response = await fetch(url, { headers: { accept: 'application/json' }, signal: mine.signal })
      // Signed out meanwhile: what was typed stays, and sending it leads to the door.
      if (!response.ok || response.redirected) return
      const answer = (await response.json()) as Answer
      if (running === mine) take(answer)
    } catch {
      // Dropped, or nobody answers: what is shown stays as it is.
    }
  }
}
