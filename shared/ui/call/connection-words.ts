import type { QualityReport } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { Picture } from '#shared/core/quality/measurement.ts';
import type { Quality } from '#shared/core/quality/quality.ts';
import { nameOf } from '../frame/ui.ts';
import type { Words } from '../strings/en.ts';

/** What is bad, on whose side, and what was done about it; '' where nothing is. */
export const connectionWords = ({ trouble, remedy }: Quality, state: AppState, words: Words): string => {
  if (!trouble || state.call.phase === 'none') return '';
  const said = words.quality.troubles[trouble.kind][trouble.side](nameOf(state, state.call.person));
  return remedy ? `${said} ${words.quality.remedies[remedy]}` : said;
};

/** The measurement as pairs of what and how much. */
export const connectionFacts = (
  { measurement, mos }: QualityReport,
  words: Words,
): readonly (readonly [string, string])[] => {
  const said = words.quality;
  const number = (value: number, digits = 0): string =>
    value.toLocaleString(words.locale, { maximumFractionDigits: digits });
  const percent = (share: number): string =>
    share.toLocaleString(words.locale, { style: 'percent', maximumFractionDigits: 1 });
  const picture = (shown: Picture | undefined): string =>
    shown ? said.picture(`${shown.width} × ${shown.height}`, number(shown.fps)) : said.none;
  return [
    [said.score, number(mos, 1)],
    [said.delay, said.ms(number(measurement.rtt))],
    [said.jitter, said.ms(number(measurement.jitter))],
    [said.lostIn, percent(measurement.lossIn)],
    [said.lostOut, percent(measurement.lossOut)],
    [said.received, said.kbps(number(measurement.received))],
    [said.sent, said.kbps(number(measurement.sent))],
    [said.pictureIn, picture(measurement.picture.in)],
    [said.pictureOut, picture(measurement.picture.out)],
    [said.path, measurement.relayed ? said.relayed : said.direct],
  ];
};
