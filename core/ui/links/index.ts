import { definePanel } from '../api';
import { LinksCard } from './links-card';

definePanel('links', LinksCard);
