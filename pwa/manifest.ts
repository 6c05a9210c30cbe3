import type { ManifestOptions } from 'vite-plugin-pwa';

const GROUND = '#13110f';

export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Tincan',
  short_name: 'Tincan',
  description: 'Private calls between people who know each other.',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: GROUND,
  theme_color: GROUND,
  categories: ['communication', 'social'],
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
  icons: [
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  screenshots: [
    {
      src: '/screenshot-wide.png',
      sizes: '1440x900',
      type: 'image/png',
      form_factor: 'wide',
      label: 'People and messages',
    },
    {
      src: '/screenshot-narrow.png',
      sizes: '720x1480',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'A conversation on a phone',
    },
  ],
  share_target: {
    action: '/share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { title: 'title', text: 'text', url: 'url', files: [{ name: 'files', accept: ['*/*'] }] },
  },
  shortcuts: [
    { name: 'Add contact', url: '/#/add', icons: [{ src: '/icon-192.png', sizes: '192x192', type: 'image/png' }] },
    { name: 'Settings', url: '/#/settings', icons: [{ src: '/icon-192.png', sizes: '192x192', type: 'image/png' }] },
  ],
};
