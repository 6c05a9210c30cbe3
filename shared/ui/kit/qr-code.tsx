import { encodeQR } from 'qr';
import { createMemo } from 'solid-js';
import styles from './qr.module.css';

/** Light modules around it that a reader needs (ISO/IEC 18004). */
const QUIET_MODULES = 4;

/** Dark on light in any theme, as readers want it. Load it on demand. */
export const QrCode = (props: { readonly text: string; readonly label: string }) => {
  const modules = createMemo(() => encodeQR(props.text, 'raw', { ecc: 'medium', border: QUIET_MODULES }));
  const dark = createMemo(() =>
    modules()
      .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join(''),
  );
  return (
    <svg
      class={styles.code}
      viewBox={`0 0 ${modules().length} ${modules().length}`}
      role="img"
      aria-label={props.label}
      shape-rendering="crispEdges"
    >
      <path d={dark()} />
    </svg>
  );
};
