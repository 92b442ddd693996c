import { definePanel } from '../../../core/ui/api';
import { CommentsCard } from './comments-card';

definePanel('comments', CommentsCard);
