import type { UserManifest } from 'wxt';
import project from '../package.json' with { type: 'json' };

/** The public half of a key that signs nothing: it fixes the extension's id, `helffhihknfbmcmbikamjgndfdpnpajm`. */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqWKHBo5/Vv41w5O5TIxUlyzvZtJkxb8IXwoYpk2TdC4jTZ5kxHK9YGeRuE8ioNYGecOIZnhvq20tidOqvFFgWEF1QAGKhuyojEqmr0QqilMBKoCNs9OK7D3VkLgSGa/z6TOpntAwbHehst7xiYh91TC46RATmX3qY/8oIiuKiMZlSGeUioXEokKVFhiSZbJqtV8pZOQrNhE7H2b0FSFkBnRFCGYMkpq7hX9Q+/cBM7hyPMjEx4VGu+BBXp/VvaPO/1M2xM0UHiCP8R6ozGiaITDCE8yyAeOGpTHTf/gYBeBDB6+lSvqX2++cK0HuJVdNioHBJhE+pOvawwbORC5U5QIDAQAB';

/** What a script needs to run in a page of the extension; `wasm-unsafe-eval` is for noise suppression. */
const CONTENT_SECURITY_POLICY = [
  "script-src 'self' 'wasm-unsafe-eval'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types tincan',
].join('; ');

/** Any relay may be asked for, and only the one a person typed is: nothing is granted at installation. */
const RELAYS = ['https://*/*', 'http://*/*'];

const SHARED_PERMISSIONS = ['storage', 'unlimitedStorage', 'notifications', 'alarms', 'activeTab'];

const shared: UserManifest = {
  name: 'Tincan',
  version: project.version,
  description: 'Private calls between people who know each other. Click the icon, click a person, they ring.',
  optional_host_permissions: RELAYS,
  content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
  // A browser takes no more than four suggestions; the fifth is for each person to set.
  commands: {
    _execute_action: { suggested_key: { default: 'Alt+Shift+Y' } },
    // U for picking up: Chromium keeps A, C, P and R for itself.
    answer: { suggested_key: { default: 'Alt+Shift+U' }, description: 'Answer the call' },
    mute: { suggested_key: { default: 'Alt+Shift+M' }, description: 'Mute or unmute the microphone' },
    'hang-up': { suggested_key: { default: 'Alt+Shift+H' }, description: 'Hang up, or decline' },
  },
};

const chromium: UserManifest = {
  ...shared,
  key: KEY,
  minimum_chrome_version: '141',
  permissions: [...SHARED_PERMISSIONS, 'tabCapture'] as NonNullable<UserManifest['permissions']>,
  commands: { ...shared.commands, 'share-tab': { description: 'Share the tab in front into the call' } },
};

const firefox: UserManifest = {
  ...shared,
  permissions: SHARED_PERMISSIONS as NonNullable<UserManifest['permissions']>,
  browser_specific_settings: {
    gecko: {
      id: 'extension@tincan.invalid',
      strict_min_version: '140.0',
      // Both go to the relay that the person chose, and nowhere else.
      data_collection_permissions: { required: ['authenticationInfo', 'personalCommunications'] },
    },
  },
};

export const manifestFor = (browser: string): UserManifest => (browser === 'firefox' ? firefox : chromium);
