import{__toESM as e}from"./rolldown-runtime.js";import{require_jsx_runtime as t,require_react as n}from"./preload-helper.js";import{graphql as r,reconnected as i,useClient as a}from"./gql.js";import{useWindowEvent as o}from"./index.js";var s=e(n(),1);r(`
  fragment OperationFields on Operation {
    id
    kind
    integration {
      id
      name
    }
    state
    actor
    startedAt
    finishedAt
    done
    total
    created
    deleted
    restorable
    error
    loadSummary {
      read
      created
      updated
      removed
      rejected
      mappingsDeleted
    }
    importSummary {
      unmappedProducts
      existingPriceOptionsLinked
      existingSizeOptionsLinked
      unmappable
    }
    customMappingSummary {
      rowsRead
      productOptionsMapped
      blank
      rejected
    }
  }
`);var c=r(`
  subscription OperationUpdated {
    operationUpdated {
      ...OperationFields
    }
  }
`);function l(e,t=()=>{}){let n=a(),r=(0,s.useRef)(e);r.current=e,(0,s.useEffect)(()=>{let{unsubscribe:e}=n.subscription(c,{}).subscribe(({data:e})=>{e&&r.current(e.operationUpdated)});return e},[n]),o(i,t)}function u(e,t,n){let[r,i]=(0,s.useState)();return l(r=>{n&&r.kind===e&&r.integration?.id===t&&i(r)}),(0,s.useEffect)(()=>{n||i(void 0)},[n]),n?r:void 0}var d=t(),f=new Intl.DateTimeFormat(void 0,{dateStyle:`medium`,timeStyle:`short`}),p=new Intl.DateTimeFormat(void 0,{dateStyle:`medium`,timeStyle:`medium`,timeZone:`UTC`}),m=new Intl.RelativeTimeFormat(void 0,{numeric:`auto`}),h=[[`year`,31536e3],[`month`,2592e3],[`day`,86400],[`hour`,3600],[`minute`,60]];function g(e){let t=Math.round((e.getTime()-Date.now())/1e3);for(let[e,n]of h)if(Math.abs(t)>=n)return m.format(Math.trunc(t/n),e);return`just now`}function _({at:e,ago:t=!1}){let n=new Date(e);return(0,d.jsx)(`time`,{dateTime:e,title:`${f.format(n)} (${p.format(n)} UTC)`,children:t?g(n):f.format(n)})}export{_ as When,u as useOperationProgress,l as useOperationUpdates};