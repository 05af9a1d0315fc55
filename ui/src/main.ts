import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { display } from '$lib/display.svelte';

display.start();
const target = document.getElementById('window');
if (target !== null) mount(App, { target });
