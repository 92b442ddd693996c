import { definePanel } from '../api';
import { FilesCard } from './files-card';

definePanel('files', FilesCard);
