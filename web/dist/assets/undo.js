import{__toESM as e}from"./rolldown-runtime.js";import{Alert as t,graphql as n,useMutation as r}from"./gql.js";import{Button as i,Group as a,Stack as o,Text as s}from"./Stack.js";import{IconArrowBackUp as c}from"./IconArrowBackUp.js";import{IconCheck as l}from"./IconCheck.js";import{require_jsx_runtime as u,require_react as d}from"./preload-helper.js";import{Problem as f}from"./problem.js";import{RejectedRows as p}from"./rejected-rows.js";var m=e(d(),1),h=u(),g=n(`
  mutation Restore($operationId: ID!) {
    restoreMappings(input: { operationId: $operationId }) {
      restored
      notRestored
      rejectedRows {
        sheet
        row
        sku
        cin7Code
        code
        message
      }
      userErrors {
        code
        message
      }
    }
  }
`);function _({operationId:e,before:n,nothingDeleted:u,children:d,onRestored:_,onClose:y}){let[,b]=r(g),[x,S]=(0,m.useState)(!1),C=(0,m.useRef)(!1),[w,T]=(0,m.useState)(),[E,D]=(0,m.useState)(),O=async()=>{if(n&&!C.current){let e=await n();if(e)return T(e);C.current=!0}if(u)return D({restored:0,notRestored:0,rows:[]}),_();let{data:t,error:r}=await b({operationId:e}),i=t?.restoreMappings;if(r||!i)return T(r??{message:`The server gave no answer.`});if(i.userErrors.length>0)return T({message:i.userErrors.map(e=>e.message).join(` `)});D({restored:i.restored,notRestored:i.notRestored,rows:i.rejectedRows}),_()},k=async()=>{T(void 0),S(!0),await O(),S(!1)};return(0,h.jsxs)(o,{gap:`xs`,children:[(0,h.jsx)(t,{color:E?E.notRestored>0?`yellow`:`teal`:`blue`,icon:(0,h.jsx)(l,{}),role:`status`,withCloseButton:!0,closeButtonLabel:`Dismiss`,onClose:y,children:(0,h.jsxs)(a,{gap:`md`,children:[(0,h.jsx)(s,{size:`sm`,children:x?`Undoing…`:E?u?`Everything is as before.`:v(E):d}),(!E||E.notRestored>0)&&(0,h.jsx)(i,{size:`xs`,variant:`default`,leftSection:(0,h.jsx)(c,{size:14}),loading:x,onClick:k,children:E?`Try the rest again`:`Undo`})]})}),w&&(0,h.jsx)(f,{error:w,title:`Nothing was restored`,onRetry:k}),E&&E.rows.length>0&&(0,h.jsx)(p,{rows:E.rows,total:E.notRestored})]})}function v({restored:e,notRestored:t}){let n=`${e.toLocaleString()} ${e===1?`mapping is`:`mappings are`} back as before.`;return t===0?n:`${n} ${t.toLocaleString()} could not be restored: the rows below say why.`}export{_ as Undo};