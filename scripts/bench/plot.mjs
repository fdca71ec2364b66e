// How the costs grow with the number of tickets: bars to read in a terminal, and a drawing.
const WIDTH = 40
const [LEFT, ROW, BAR, HEIGHT] = [230, 52, 420, 14]
const FILLS = ['#9db8d2', '#4f7ca8', '#1f4468']

const sizeOf = ({ size }) => size.toLocaleString('en')
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** For each case its p50 on each size, as bars; they begin at zero and share one scale a case. */
export function bars(results) {
  return casesOf(results)
    .map(({ name, values }) => {
      const most = Math.max(...values)
      const lines = values.map((value, index) => {
        const bar = '█'.repeat(Math.max(1, Math.round((value / most) * WIDTH)))
        return `  ${sizeOf(results[index]).padStart(9)}  ${bar} ${value.toFixed(2)} ms`
      })
      return [name, ...lines].join('\n')
    })
    .join('\n')
}

/** The same as an SVG. */
export function drawing(results) {
  const cases = casesOf(results)
  const most = Math.max(...cases.flatMap(({ values }) => values))
  const rows = cases.map(({ name, values }, row) => {
    const top = row * ROW + 40
    const drawn = values.map((value, index) => {
      const [y, width] = [top + index * HEIGHT, Math.max(1, (value / most) * BAR)]
      const bar = `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${HEIGHT - 3}" fill="${FILLS[index % FILLS.length]}"/>`
      return `${bar}<text x="${(LEFT + width + 6).toFixed(1)}" y="${y + 9}">${value.toFixed(2)} ms</text>`
    })
    return `<text x="${LEFT - 10}" y="${top + 10}" text-anchor="end">${escaped(name)}</text>${drawn.join('')}`
  })
  const legend = results.map(
    (result, index) =>
      `<rect x="${LEFT + index * 140}" y="10" width="11" height="11" fill="${FILLS[index % FILLS.length]}"/><text x="${LEFT + index * 140 + 16}" y="20">${sizeOf(result)} tickets</text>`,
  )
  const [width, height] = [LEFT + BAR + 90, cases.length * ROW + 50]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>${legend.join('')}${rows.join('\n')}</svg>\n`
}

const casesOf = ([first, ...more]) =>
  first.rows.map(({ name, p50 }, index) => ({ name, values: [p50, ...more.map(({ rows }) => rows[index].p50)] }))
