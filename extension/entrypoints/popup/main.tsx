import { render } from 'solid-js/web';
import { Shell } from '#shared/ui/frame/shell.tsx';
import '#shared/ui/kit/base.css';

const root = document.getElementById('root');
if (root) render(() => <Shell />, root);
