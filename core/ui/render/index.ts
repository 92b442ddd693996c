// The element that draws items comes along with the function that names it; the renderers themselves need only the name.
import './item';

export { renderItem } from './render-item';
