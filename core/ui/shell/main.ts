// First of all, before any component can write HTML.
import './trusted-types';
import '../theme/index.css';
import './app';
