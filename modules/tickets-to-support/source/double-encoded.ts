import iconv from 'iconv-lite';

/**
 * The text that was meant, when its bytes are UTF-8 that was put into a latin1 column and is read as latin1 now
 * (`Ã©` for `é`); otherwise the text as it is. MySQL's latin1 is Windows-1252.
 */
export function meantBy(text: string): string {
  if (!/[\u0080-\uffff]/.test(text)) return text;
  const bytes = iconv.encode(text, 'windows-1252');
  if (iconv.decode(bytes, 'windows-1252') !== text) return text;
  const meant = bytes.toString('utf8');
  return meant.includes('\ufffd') ? text : meant;
}
