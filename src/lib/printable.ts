/** Text of others as a terminal may show it: on one line, and with nothing that moves the cursor or colours. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')
