import { describedPanel } from '../described-panel';
import { definePanel } from '../panel';
import { AppPasswords } from './app-passwords';
import { NotificationChoices } from './notifications';
import { Password } from './password';
import { ProfilePanel } from './profile';
import { sessions } from './sessions';
import { loadTexts } from './texts';

definePanel('profile', ProfilePanel);
definePanel('notifications', NotificationChoices);
definePanel('password', Password);
definePanel('app-passwords', AppPasswords);
definePanel('sessions', describedPanel({ describe: sessions, heading: 'account.sessions', loadTexts }));
